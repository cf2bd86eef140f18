import { randomUUID } from "node:crypto";
import { callbackPublish } from "./callback.ts";
import { DeadLetters } from "./dead-letters.ts";
import { Deduplication } from "./deduplication.ts";
import { Deliverer } from "./deliver.ts";
import type { Faults } from "./faults.ts";
import { FlowControl } from "./flow-control.ts";
import type { Answer, CallbackRequest, FlowSettings, Message, PublishRequest } from "./message.ts";
import type { MessageLog, MessageRecord } from "./message-log.ts";
import { isNonRetryable, retryWaitMs } from "./retry-wait.ts";
import type { SigningKeys } from "./signature.ts";
import type { Timers } from "./timers.ts";

/** One delivery that is to come or under way: a message's next try, or its duplicate. */
interface Job {
  message: Message;
  record: MessageRecord;
  retried: number;
  /** Of a first try: the duplicate that goes with it. */
  duplicate: "at_once" | "late" | null;
  isDuplicate: boolean;
  isCancelled: boolean;
  /** Takes it out of where it waits; null while the call runs. */
  abandon: (() => void) | null;
}

interface BrokerParts {
  faults: Faults;
  keys: SigningKeys;
  log: MessageLog;
  timers: Timers;
  /** How many deliveries may be under way at once. */
  parallelism: number;
}

/** Takes messages and delivers them: after their delay, within their flow's limits, again until it works. */
export class Broker {
  readonly deadLetters = new DeadLetters();
  readonly flows: FlowControl;
  readonly #room: FlowControl;
  readonly #roomForAll: FlowSettings;
  readonly #parts: BrokerParts;
  readonly #deduplication: Deduplication;
  readonly #deliverer = new Deliverer();
  readonly #jobs = new Map<string, Job>();
  readonly #held = new Set<Job>();
  #idle: (() => void)[] = [];
  #inFlight = 0;
  #maxInFlight = 0;
  #isClosed = false;

  constructor(parts: BrokerParts) {
    this.#parts = parts;
    this.flows = new FlowControl(parts.timers);
    this.#room = new FlowControl(parts.timers);
    this.#roomForAll = { key: "all", parallelism: parts.parallelism, rate: null, periodMs: 0 };
    this.#deduplication = new Deduplication(parts.timers);
  }

  /** Accepts a message, unless one with the same deduplication id was accepted lately. */
  publish(request: PublishRequest): { messageId: string; isDeduplicated: boolean } {
    const { log } = this.#parts;
    log.count("published");
    const known = this.#deduplication.find(request.deduplicationId);
    if (known !== null) {
      log.count("deduplicated");
      return { messageId: known, isDeduplicated: true };
    }
    log.count("accepted");
    const messageId = this.#accept(request, false);
    this.#deduplication.remember(request.deduplicationId, messageId);
    return { messageId, isDeduplicated: false };
  }

  /** The messages that are not over. */
  open(): Message[] {
    return [...this.#jobs.values()].flatMap((job) => (job.isDuplicate ? [] : [job.message]));
  }

  /** A message that is not over. */
  find(messageId: string): Message | null {
    return this.#jobs.get(messageId)?.message ?? null;
  }

  /** What is under way is not broken off, only never retried. Returns whether there was anything to cancel. */
  cancel(messageId: string): boolean {
    const job = this.#jobs.get(messageId);
    if (!job || job.isCancelled) return false;
    job.isCancelled = true;
    this.#parts.log.end(job.record, "cancelled");
    if (job.abandon) {
      job.abandon();
      this.#forget(job);
    }
    return true;
  }

  /** Looks again at the deliveries that a fault held back. */
  release(): void {
    const held = [...this.#held];
    this.#held.clear();
    for (const job of held) this.#due(job);
  }

  load() {
    return {
      waiting: this.#jobs.size - this.#inFlight,
      inFlight: this.#inFlight,
      parallelism: this.#parts.parallelism,
      maxInFlight: this.#maxInFlight,
    };
  }

  resetLoad(): void {
    this.#maxInFlight = this.#inFlight;
  }

  /** Resolves when nothing is waiting or under way. */
  whenIdle(): Promise<void> {
    if (this.#jobs.size === 0 || this.#isClosed) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#parts.timers.clear();
    this.#held.clear();
    this.#jobs.clear();
    this.#tellIdle();
    await this.#deliverer.close();
  }

  #accept(request: PublishRequest, isCallback: boolean): string {
    const { faults, log } = this.#parts;
    const message: Message = {
      ...request,
      messageId: `msg_${randomUUID().replaceAll("-", "")}`,
      createdAt: Date.now(),
      isCallback,
    };
    const record = log.begin(message);
    const { isDropped, duplicate } = faults.fateOf(message.url);
    if (isDropped) log.end(record, "dropped");
    else this.#wait({ ...newJob(message, record), duplicate }, message.delayMs);
    return message.messageId;
  }

  #wait(job: Job, waitMs: number): void {
    if (this.#isClosed) return;
    this.#jobs.set(jobId(job), job);
    job.abandon = this.#parts.timers.after(waitMs, () => this.#due(job));
  }

  #due(job: Job): void {
    if (this.#parts.faults.isHeld(job.message.url)) {
      this.#held.add(job);
      job.abandon = () => this.#held.delete(job);
      return;
    }
    const { flow } = job.message;
    // The key first: what waits for its key must not keep others from the room for all.
    this.#line(job, this.flows, flow, () => {
      this.#line(
        job,
        this.#room,
        this.#roomForAll,
        () => this.#deliver(job).catch((error: unknown) => console.error(error)),
        () => this.flows.leave(flow),
      );
    });
  }

  #line(job: Job, flows: FlowControl, settings: FlowSettings | null, start: () => void, giveBack = () => {}) {
    let hasStarted = false;
    const leaveLine = flows.enter(settings, () => {
      hasStarted = true;
      start();
    });
    if (hasStarted) return;
    job.abandon = () => {
      leaveLine();
      giveBack();
    };
  }

  async #deliver(job: Job): Promise<void> {
    const { message, record, retried, isDuplicate } = job;
    job.abandon = null;
    this.#inFlight += 1;
    this.#maxInFlight = Math.max(this.#maxInFlight, this.#inFlight);
    if (job.duplicate === "at_once") this.#duplicate(job, 0);
    const answer = await this.#deliverer.deliver({
      ...message,
      headers: deliveryHeaders(message, retried, this.#parts.keys.sign(message.url, message.body)),
    });
    this.#inFlight -= 1;
    if (this.#isClosed) return;
    this.#parts.log.attempt(record, answer, retried, isDuplicate);
    if (!isDuplicate && !job.isCancelled) this.#settle(job, answer);
    else this.#forget(job);
    this.#room.leave(this.#roomForAll);
    this.flows.leave(message.flow);
  }

  #settle(job: Job, answer: Answer): void {
    const { log } = this.#parts;
    const { message, record, retried } = job;
    const isDelivered = answer.status >= 200 && answer.status < 300;
    const isLast = retried >= message.retriesMax || isNonRetryable(answer);
    if (isDelivered) {
      log.end(record, "delivered");
      if (job.duplicate === "late") this.#duplicate(job, this.#parts.faults.rates.lateByMs);
    } else if (!isLast) {
      log.count("retried");
      const next = {
        ...job,
        retried: retried + 1,
        duplicate: job.duplicate === "late" ? job.duplicate : null,
      };
      this.#wait(next, retryWaitMs(message, answer, retried));
    }
    const dlqId = !isDelivered && isLast ? this.deadLetters.add(message, answer).dlqId : null;
    if (dlqId !== null) log.end(record, "failed");
    this.#callBack(message.callback, job, answer, null);
    if (dlqId !== null) this.#callBack(message.failureCallback, job, answer, dlqId);
    if (isDelivered || isLast) this.#forget(job);
  }

  #callBack(callback: CallbackRequest | null, job: Job, answer: Answer, dlqId: string | null): void {
    if (!callback) return;
    const { message, retried } = job;
    this.#parts.log.count("callbacks");
    this.#accept(callbackPublish(callback, { message, answer, retried, dlqId }), true);
  }

  #duplicate({ message, record }: Job, waitMs: number): void {
    this.#wait({ ...newJob(message, record), isDuplicate: true }, waitMs);
  }

  #forget(job: Job): void {
    this.#jobs.delete(jobId(job));
    if (this.#jobs.size === 0) this.#tellIdle();
  }

  #tellIdle(): void {
    const waiters = this.#idle;
    this.#idle = [];
    for (const resolve of waiters) resolve();
  }
}

function newJob(message: Message, record: MessageRecord): Job {
  return {
    message,
    record,
    retried: 0,
    duplicate: null,
    isDuplicate: false,
    isCancelled: false,
    abandon: null,
  };
}

function jobId({ message, isDuplicate }: Job): string {
  return isDuplicate ? `${message.messageId} again` : message.messageId;
}

function deliveryHeaders(message: Message, retried: number, signature: string): Record<string, string> {
  return {
    ...message.headers,
    "user-agent": "Upstash-QStash",
    "upstash-signature": signature,
    "upstash-message-id": message.messageId,
    "upstash-retried": String(retried),
    "upstash-caller-ip": message.callerIp,
  };
}

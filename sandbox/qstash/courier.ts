import { Deliverer } from "./deliver.ts";
import type { Faults } from "./faults.ts";
import { FlowControl } from "./flow-control.ts";
import { duplicateOf, type Job, jobId } from "./job.ts";
import type { Answer, FlowSettings, Message } from "./message.ts";
import type { SigningKeys } from "./signature.ts";
import type { Timers } from "./timers.ts";

interface CourierParts {
  faults: Faults;
  keys: SigningKeys;
  timers: Timers;
  /** How many deliveries may be under way at once. */
  parallelism: number;
  /** Gets each answer, before the job is forgotten; it may send further jobs. */
  onAnswer: (job: Job, answer: Answer) => void;
}

/** Takes each job to its destination: after its wait, when nothing holds it, and when its flow has room. */
export class Courier {
  readonly flows: FlowControl;
  readonly #parts: CourierParts;
  readonly #room: FlowControl;
  readonly #roomForAll: FlowSettings;
  readonly #deliverer = new Deliverer();
  readonly #jobs = new Map<string, Job>();
  readonly #held = new Set<Job>();
  #idle: (() => void)[] = [];
  #inFlight = 0;
  #maxInFlight = 0;
  #isClosed = false;

  constructor(parts: CourierParts) {
    this.#parts = parts;
    this.flows = new FlowControl(parts.timers);
    this.#room = new FlowControl(parts.timers);
    this.#roomForAll = { key: "all", parallelism: parts.parallelism, rate: null, periodMs: 0 };
  }

  send(job: Job, waitMs: number): void {
    if (this.#isClosed) return;
    this.#jobs.set(jobId(job), job);
    job.abandon = this.#parts.timers.after(waitMs, () => this.#due(job));
  }

  jobs(): Job[] {
    return [...this.#jobs.values()];
  }

  /** The open job of a message, unless only its duplicate is left. */
  find(messageId: string): Job | null {
    return this.#jobs.get(messageId) ?? null;
  }

  /** Takes out a job that waits. One that is under way goes on; its answer changes nothing. */
  cancel(job: Job): void {
    job.isCancelled = true;
    if (!job.abandon) return;
    job.abandon();
    this.#forget(job);
  }

  /** Looks again at the jobs that a fault held back. */
  release(): void {
    const held = [...this.#held];
    this.#held.clear();
    for (const job of held) this.#due(job);
  }

  load() {
    return {
      waiting: this.#jobs.size - this.#inFlight,
      inFlight: this.#inFlight,
      maxInFlight: this.#maxInFlight,
      parallelism: this.#parts.parallelism,
    };
  }

  resetLoad(): void {
    this.#maxInFlight = this.#inFlight;
  }

  /** Resolves when nothing is waiting or under way. */
  whenIdle(): Promise<void> {
    if (this.#jobs.size === 0) return Promise.resolve();
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

  #due(job: Job): void {
    const { url, flow } = job.message;
    if (this.#parts.faults.isHeld(url)) {
      this.#held.add(job);
      job.abandon = () => this.#held.delete(job);
      return;
    }
    const deliver = () => this.#deliver(job).catch((error: unknown) => console.error(error));
    // The key first: what waits for its key must not keep others from the room for all.
    this.#line(job, this.flows, flow, () =>
      this.#line(job, this.#room, this.#roomForAll, deliver, () => this.flows.leave(flow)),
    );
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
    const { message, retried } = job;
    job.abandon = null;
    this.#inFlight += 1;
    this.#maxInFlight = Math.max(this.#maxInFlight, this.#inFlight);
    if (job.duplicate === "at_once" && retried === 0) this.send(duplicateOf(job), 0);
    const signature = this.#parts.keys.sign(message.url, message.body);
    const answer = await this.#deliverer.deliver({
      ...message,
      headers: deliveryHeaders(message, retried, signature),
    });
    this.#inFlight -= 1;
    if (this.#isClosed) return;
    this.#forgetUnlessSentAgain(job, answer);
    this.#room.leave(this.#roomForAll);
    this.flows.leave(message.flow);
  }

  #forgetUnlessSentAgain(job: Job, answer: Answer): void {
    this.#parts.onAnswer(job, answer);
    if (this.#jobs.get(jobId(job)) === job) this.#forget(job);
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

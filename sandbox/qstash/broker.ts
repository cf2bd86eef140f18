import { randomUUID } from "node:crypto";
import { callbackPublish } from "./callback.ts";
import { Courier } from "./courier.ts";
import { DeadLetters } from "./dead-letters.ts";
import { Deduplication } from "./deduplication.ts";
import type { Faults } from "./faults.ts";
import { duplicateOf, firstTry, type Job, retryOf } from "./job.ts";
import type { Answer, CallbackRequest, Message, PublishRequest } from "./message.ts";
import type { MessageLog } from "./message-log.ts";
import { isNonRetryable, retryWaitMs } from "./retry-wait.ts";
import type { SigningKeys } from "./signature.ts";
import type { Timers } from "./timers.ts";

interface BrokerParts {
  faults: Faults;
  keys: SigningKeys;
  log: MessageLog;
  timers: Timers;
  /** How many deliveries may be under way at once. */
  parallelism: number;
}

/** Accepts messages, and decides by each answer what becomes of them. */
export class Broker {
  readonly deadLetters = new DeadLetters();
  readonly courier: Courier;
  readonly #faults: Faults;
  readonly #log: MessageLog;
  readonly #deduplication: Deduplication;

  constructor({ log, ...parts }: BrokerParts) {
    this.#faults = parts.faults;
    this.#log = log;
    this.#deduplication = new Deduplication(parts.timers);
    this.courier = new Courier({ ...parts, onAnswer: (job, answer) => this.#settle(job, answer) });
  }

  /** Accepts a message, unless one with the same deduplication id was accepted lately. */
  publish(request: PublishRequest): { messageId: string; isDeduplicated: boolean } {
    this.#log.count("published");
    const known = this.#deduplication.find(request.deduplicationId);
    if (known !== null) {
      this.#log.count("deduplicated");
      return { messageId: known, isDeduplicated: true };
    }
    this.#log.count("accepted");
    const messageId = this.#accept(request, false);
    this.#deduplication.remember(request.deduplicationId, messageId);
    return { messageId, isDeduplicated: false };
  }

  /** The messages that are not over. */
  open(): Message[] {
    return this.courier.jobs().flatMap((job) => (job.isDuplicate ? [] : [job.message]));
  }

  /** A message that is not over. */
  find(messageId: string): Message | null {
    return this.courier.find(messageId)?.message ?? null;
  }

  /** What is under way is not broken off, only never retried. Returns whether there was anything to cancel. */
  cancel(messageId: string): boolean {
    const job = this.courier.find(messageId);
    if (!job || job.isCancelled) return false;
    this.#log.end(job.record, "cancelled");
    this.courier.cancel(job);
    return true;
  }

  #accept(request: PublishRequest, isCallback: boolean): string {
    const message: Message = {
      ...request,
      messageId: `msg_${randomUUID().replaceAll("-", "")}`,
      createdAt: Date.now(),
      isCallback,
    };
    const record = this.#log.begin(message);
    const { isDropped, duplicate } = this.#faults.fateOf(message.url);
    if (isDropped) this.#log.end(record, "dropped");
    else this.courier.send(firstTry(message, record, duplicate), message.delayMs);
    return message.messageId;
  }

  #settle(job: Job, answer: Answer): void {
    const { message, retried } = job;
    this.#log.attempt(job, answer);
    if (job.isDuplicate || job.isCancelled) return;
    this.#callBack(message.callback, job, answer, null);
    if (answer.status >= 200 && answer.status < 300) {
      this.#log.end(job.record, "delivered");
      if (job.duplicate === "late") this.courier.send(duplicateOf(job), this.#faults.rates.lateByMs);
    } else if (retried < message.retriesMax && !isNonRetryable(answer)) {
      this.#log.count("retried");
      this.courier.send(retryOf(job), retryWaitMs(message, answer, retried));
    } else {
      this.#log.end(job.record, "failed");
      const { dlqId } = this.deadLetters.add(message, answer);
      this.#callBack(message.failureCallback, job, answer, dlqId);
    }
  }

  #callBack(callback: CallbackRequest | null, job: Job, answer: Answer, dlqId: string | null): void {
    if (!callback) return;
    const { message, retried } = job;
    this.#log.count("callbacks");
    this.#accept(callbackPublish(callback, { message, answer, retried, dlqId }), true);
  }
}

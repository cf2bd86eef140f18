import type { Message } from "./message.ts";
import type { MessageRecord } from "./message-log.ts";

/** One delivery that is to come or under way: a message's next try, or its duplicate. */
export interface Job {
  message: Message;
  record: MessageRecord;
  retried: number;
  /** Whether a second delivery goes with it: beside its first try, or after its success. */
  duplicate: "at_once" | "late" | null;
  isDuplicate: boolean;
  /** A duplicate that comes after the success of its message, not beside its first try. */
  isLate: boolean;
  isCancelled: boolean;
  /** Takes it out of where it waits; null while the call runs. */
  abandon: (() => void) | null;
}

export function firstTry(message: Message, record: MessageRecord, duplicate: Job["duplicate"]): Job {
  return {
    message,
    record,
    retried: 0,
    duplicate,
    isDuplicate: false,
    isLate: false,
    isCancelled: false,
    abandon: null,
  };
}

export function duplicateOf({ message, record, duplicate }: Job): Job {
  return { ...firstTry(message, record, null), isDuplicate: true, isLate: duplicate === "late" };
}

export function retryOf(job: Job): Job {
  return { ...job, retried: job.retried + 1, duplicate: job.duplicate === "late" ? "late" : null };
}

/** Unique among the jobs that are open. */
export function jobId({ message, isDuplicate }: Job): string {
  return isDuplicate ? `${message.messageId} again` : message.messageId;
}

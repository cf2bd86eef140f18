import type { Job } from "./job.ts";
import type { Answer, Message } from "./message.ts";

const MESSAGES_KEPT = 5_000;
const BODY_CHARACTERS_KEPT = 4_000;

type State = "open" | "delivered" | "failed" | "cancelled" | "dropped";

interface Attempt {
  /** Unix milliseconds of its end. */
  at: number;
  /** 0 without an answer. */
  status: number;
  error: string | null;
  retried: number;
  isDuplicate: boolean;
}

export interface MessageRecord {
  messageId: string;
  url: string;
  method: string;
  headers: Record<string, string>;
  /** Its beginning, if it is long. */
  body: string;
  label: string | null;
  deduplicationId: string | null;
  isCallback: boolean;
  /** Unix milliseconds. */
  createdAt: number;
  state: State;
  attempts: Attempt[];
}

const ZERO = {
  /** Messages that publishers asked for: accepted, deduplicated or failed. */
  published: 0,
  accepted: 0,
  deduplicated: 0,
  failedPublishes: 0,
  /** Messages that the stand-in sent of itself: callbacks. */
  callbacks: 0,
  /** Calls at destinations that are over. */
  deliveries: 0,
  /** Those of them that were a second delivery of the same message. */
  duplicates: 0,
  /** Those of them that came after its success. */
  lateDuplicates: 0,
  retried: 0,
  delivered: 0,
  dropped: 0,
  cancelled: 0,
  dlq: 0,
};

/** Counts what happens to messages and remembers the latest of them. */
export class MessageLog {
  #counts = { ...ZERO };
  #records: MessageRecord[] = [];

  count(what: keyof typeof ZERO, by = 1): void {
    this.#counts[what] += by;
  }

  /** Remembers a message; its record is kept up to date by the methods below. */
  begin(message: Message): MessageRecord {
    const { messageId, url, method, headers, label, deduplicationId, isCallback, createdAt } = message;
    const record: MessageRecord = {
      messageId,
      url,
      method,
      headers,
      body: message.body.toString("utf8", 0, BODY_CHARACTERS_KEPT),
      label,
      deduplicationId,
      isCallback,
      createdAt,
      state: "open",
      attempts: [],
    };
    this.#records.push(record);
    // Trimmed in bulk: shifting one by one is slow on a long list.
    if (this.#records.length >= 2 * MESSAGES_KEPT) this.#records = this.#records.slice(-MESSAGES_KEPT);
    return record;
  }

  attempt({ record, retried, isDuplicate, isLate }: Job, answer: Answer): void {
    this.count("deliveries");
    if (isDuplicate) this.count("duplicates");
    if (isLate) this.count("lateDuplicates");
    record.attempts.push({
      at: Date.now(),
      status: answer.status,
      error: answer.error,
      retried,
      isDuplicate,
    });
  }

  end(record: MessageRecord, state: Exclude<State, "open">): void {
    record.state = state;
    this.count(state === "failed" ? "dlq" : state);
  }

  reset(): void {
    this.#counts = { ...ZERO };
    this.#records = [];
  }

  summary() {
    return { ...this.#counts, messages: this.#records.slice(-MESSAGES_KEPT) };
  }
}

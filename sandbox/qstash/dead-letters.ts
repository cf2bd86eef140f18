import type { Answer, Message } from "./message.ts";

const LETTERS_MAX = 10_000;
const PAGE_DEFAULT = 100;

export interface DeadLetter {
  dlqId: string;
  message: Message;
  answer: Answer;
}

/** The messages that could not be delivered. */
export class DeadLetters {
  /** The oldest first. */
  readonly #letters = new Map<string, DeadLetter>();
  #added = 0;

  add(message: Message, answer: Answer): DeadLetter {
    this.#added += 1;
    const letter = { dlqId: `${Date.now()}-${this.#added}`, message, answer };
    this.#letters.set(letter.dlqId, letter);
    const [oldest] = this.#letters.keys();
    if (oldest !== undefined && this.#letters.size > LETTERS_MAX) this.#letters.delete(oldest);
    return letter;
  }

  get(dlqId: string): DeadLetter | null {
    return this.#letters.get(dlqId) ?? null;
  }

  delete(dlqId: string): boolean {
    return this.#letters.delete(dlqId);
  }

  /** A page of those that the query asks for, the newest first; `cursor` leads on to the next. */
  page(query: URLSearchParams): { letters: DeadLetter[]; cursor: string | undefined } {
    const cursor = query.get("cursor");
    const found = [...this.#letters.values()].reverse().filter((letter) => isAskedFor(letter, query));
    const start = cursor ? found.findIndex(({ dlqId }) => isOlder(dlqId, cursor)) : 0;
    const rest = start < 0 ? [] : found.slice(start);
    const letters = rest.slice(0, Math.max(1, Number(query.get("count")) || PAGE_DEFAULT));
    return { letters, cursor: letters.length < rest.length ? letters.at(-1)?.dlqId : undefined };
  }
}

function isAskedFor({ dlqId, message }: DeadLetter, query: URLSearchParams): boolean {
  const fits = (name: string, value: string | null) => {
    const wanted = query.getAll(name);
    return wanted.length === 0 || (value !== null && wanted.includes(value));
  };
  return (
    fits("dlqIds", dlqId) &&
    fits("messageId", message.messageId) &&
    fits("url", message.url) &&
    fits("label", message.label)
  );
}

function isOlder(dlqId: string, than: string): boolean {
  return Number(dlqId.split("-")[1]) < Number(than.split("-")[1]);
}

import type { IncomingHttpHeaders } from "node:http";

export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export type Method = (typeof METHODS)[number];

export interface FlowSettings {
  key: string;
  /** How many may be out at once; null for any number. */
  parallelism: number | null;
  /** How many may start within a period; null for any number. */
  rate: number | null;
  periodMs: number;
}

/** What a publish asks for. */
export interface PublishRequest {
  url: string;
  method: Method;
  /** Those that the destination gets, by lower-case name. */
  headers: Record<string, string>;
  body: Buffer;
  /** Before the first delivery, in unscaled milliseconds. */
  delayMs: number;
  retriesMax: number;
  retryDelay: { expression: string; evaluate: (retried: number) => number } | null;
  timeoutMs: number;
  deduplicationId: string | null;
  callback: CallbackRequest | null;
  failureCallback: CallbackRequest | null;
  flow: FlowSettings | null;
  label: string | null;
  callerIp: string;
}

/** A callback's address, and the headers that shape its message as those of a publish would. */
export interface CallbackRequest {
  url: string;
  headers: Record<string, string>;
}

export interface Message extends PublishRequest {
  messageId: string;
  /** Unix milliseconds. */
  createdAt: number;
  isCallback: boolean;
}

/** What the destination said; status 0 when no answer came. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  error: string | null;
}

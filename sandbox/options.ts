import { z } from "zod";

type Kind = "whole number" | "number";

/** A number within bounds, with a message that tells them. */
export function numberFrom(min: number, max: number, kind: Kind = "whole number") {
  const message = `must be a ${kind} from ${min} to ${max}`;
  const number = z.number(message).min(min, message).max(max, message);
  return kind === "number" ? number : number.int(message);
}

function bounded(fallback: number, min: number, max: number, kind?: Kind) {
  return numberFrom(min, max, kind).default(fallback);
}

export const sandboxOptionsSchema = z.strictObject({
  /** 0 takes any free port. */
  port: bounded(0, 0, 65_535),
  seed: bounded(1, 0, 4_294_967_295),
  searchLatencyMs: bounded(1_000, 0, 600_000),
  profileLatencyMs: bounded(300, 0, 600_000),
  /** Items of a search page; Instagram's searches give at most 10, YouTube's 20. */
  pageSize: bounded(30, 1, 1_000),
  /** Creators that are made up on demand and match every keyword, behind those of the sample data. */
  synthetic: bounded(0, 0, 10_000_000),
  /** 0.2 varies each latency by up to 20 % either way. */
  latencyJitter: bounded(0, 0, 1, "number"),
});

export type SandboxOptions = z.input<typeof sandboxOptionsSchema>;

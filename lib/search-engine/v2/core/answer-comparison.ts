import type { z } from "zod";
import { keyPath, walk } from "./answer-walk.ts";

/** A key that the schema refuses as it is, in `count` of the `total` parts of the answer that should have it. */
export interface Mismatch {
  /** Keys joined with dots; "[]" stands for the elements of a list. */
  path: string;
  /** What is wrong, without the value: "is missing", "is a string, not a whole number". */
  problem: string;
  count: number;
  total: number;
}

export interface Comparison {
  /** Whether the answer, or more than half of a list's items, cannot be read any more. */
  hasDrifted: boolean;
  mismatches: Mismatch[];
  /** Items that are parsed one by one, and those of them that are left out. */
  itemsCount: number;
  itemsSkipped: number;
  /** Optional keys that are nowhere in the answer. */
  absent: string[];
  /** Keys that nobody reads. */
  unread: string[];
}

/**
 * Compares an answer with the schema that it is parsed by, and each of its items with theirs.
 * @param envelopeKeys keys of the answer that somebody else reads
 */
export function compareAnswer(
  format: z.ZodType,
  answer: unknown,
  envelopeKeys: readonly string[] = [],
): Comparison {
  const mismatches: Mismatch[] = [];
  const absent = new Set<string>();
  const unread = new Set<string>();
  const found = { hasDrifted: false, itemsCount: 0, itemsSkipped: 0 };

  const judge = (schema: z.ZodType, values: unknown[], path: string): number => {
    const { failed, refused } = parseEach(schema, values, path);
    mismatches.push(...refused);
    if (failed * 2 > values.length) found.hasDrifted = true;
    walk(schema, values, path, {
      onAbsent: (at) => absent.add(at),
      onUnread: (at) => unread.add(at),
      onItems(items, list, at) {
        found.itemsCount += list.length;
        found.itemsSkipped += judge(items.item, list, at);
      },
    });
    return failed;
  };

  judge(format, [answer], "");
  for (const key of envelopeKeys) unread.delete(key);
  return { ...found, mismatches, absent: [...absent], unread: [...unread] };
}

/** How many of the values the schema refuses, and for what: each reason counts once a value. */
function parseEach(schema: z.ZodType, values: readonly unknown[], path: string) {
  const refused = new Map<string, Mismatch>();
  let failed = 0;
  for (const value of values) {
    const issues = schema.safeParse(value).error?.issues ?? [];
    if (issues.length > 0) failed += 1;
    const reasons = new Map(
      issues.map((issue) => {
        const reason = { path: issuePath(path, issue.path), problem: describe(issue, value) };
        return [`${reason.path} ${reason.problem}`, reason];
      }),
    );
    for (const [key, reason] of reasons) {
      const known = refused.get(key);
      if (known) known.count += 1;
      else refused.set(key, { ...reason, count: 1, total: values.length });
    }
  }
  return { failed, refused: [...refused.values()] };
}

function issuePath(base: string, keys: readonly PropertyKey[]): string {
  return keys.reduce<string>(
    (path, key) => (typeof key === "number" ? `${path}[]` : keyPath(path, String(key))),
    base,
  );
}

/** From zod's facts, never from the value itself: it may be somebody's data. */
function describe(issue: z.core.$ZodIssue, value: unknown): string {
  const received = issue.path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
  if (received === undefined) return "is missing";
  const expected = expectedOf(issue);
  if (expected.length > 0) return `is ${typeOf(received)}, not ${[...new Set(expected)].join(" or ")}`;
  return issue.code === "too_small" ? "is empty or too small" : "has an unknown form";
}

function expectedOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code === "invalid_type") return [NAMES[issue.expected] ?? issue.expected];
  return issue.code === "invalid_union" ? issue.errors.flat().flatMap(expectedOf) : [];
}

const NAMES: Record<string, string> = {
  array: "a list",
  boolean: "a boolean",
  int: "a whole number",
  number: "a number",
  object: "an object",
  string: "a string",
};

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number")
    return Number.isInteger(value) ? "a whole number" : "a number with a fraction";
  return NAMES[typeof value] ?? typeof value;
}

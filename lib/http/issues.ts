import { z } from "zod";
import { AppError } from "#lib/errors.ts";

/** What `z.safeParse` calls for an issue whose schema brings no text of its own. */
export function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "is missing" : `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case "too_small":
      return `must ${bound(issue.origin, "at least", Number(issue.minimum))}`;
    case "too_big":
      return `must ${bound(issue.origin, "at most", Number(issue.maximum))}`;
    case "invalid_value":
      return `must be one of ${issue.values.map(String).join(", ")}`;
    case "invalid_format":
      return FORMATS[issue.format];
    default:
      return undefined;
  }
}

/** The caller's error for the first thing that is wrong, with the field by its path: `keywords[2]`. */
export function issueError(error: z.ZodError, schema: z.ZodObject, whole: string): AppError {
  const issue = error.issues[0];
  if (!issue) return new AppError("bad_request", `${whole} is not valid.`);
  const path = fieldPath(issue.path);
  if (issue.code === "unrecognized_keys") {
    const field = [path, issue.keys[0]].filter(Boolean).join(".");
    const allowed = allowedAt(schema, issue.path);
    const hint = allowed.length > 0 ? `Allowed: ${allowed.join(", ")}.` : "Leave it out.";
    return new AppError("bad_request", `${field}: not known here. ${hint}`, { field });
  }
  if (path === "") return new AppError("bad_request", `${whole} ${issue.message}.`);
  return new AppError("bad_request", `${path}: ${issue.message}.`, { field: path });
}

/** The keys that an object of the body may have; none where the path leads to no object of the schema. */
function allowedAt(schema: z.ZodObject, path: readonly PropertyKey[]): string[] {
  let found: unknown = schema;
  for (const key of path) {
    found = found instanceof z.ZodObject ? found.shape[String(key)] : undefined;
    if (found instanceof z.ZodOptional) found = found.unwrap();
  }
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

const FORMATS: Readonly<Record<string, string>> = {
  uuid: "must be a UUID",
  email: "must be an e-mail address",
};

function bound(origin: string, limit: "at least" | "at most", count: number): string {
  if (origin === "string") return `have ${limit} ${count} ${count === 1 ? "character" : "characters"}`;
  if (origin === "array") return `have ${limit} ${count} ${count === 1 ? "entry" : "entries"}`;
  return `be ${limit} ${count}`;
}

function fieldPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : `${index > 0 ? "." : ""}${String(key)}`))
    .join("");
}

import type { z } from "zod";
import { AppError, notFound } from "#lib/errors.ts";
import { describeIssue, issueError } from "./issues.ts";
import { readJson } from "./read-json.ts";
import { requireStorable } from "./storable.ts";

export type Parsed<S extends z.ZodObject | undefined> = S extends z.ZodObject ? z.output<S> : undefined;

/** @throws AppError that names the field and what is allowed */
export async function parseBody<S extends z.ZodObject>(
  request: Request,
  schema: S,
  options: { orNothing?: boolean } = {},
): Promise<z.output<S>> {
  return parse(await readJson(request, options), schema, "The body");
}

/** @throws AppError that names the parameter and what is allowed */
export function parseQuery<S extends z.ZodObject>(request: Request, schema: S): z.output<S> {
  const values: Record<string, string> = {};
  for (const [name, value] of new URL(request.url).searchParams) {
    if (Object.hasOwn(values, name)) {
      throw new AppError("bad_request", `${name}: given more than once.`, { field: name });
    }
    requireStorable(value, name);
    Object.defineProperty(values, name, { value, enumerable: true });
  }
  return parse(values, schema, "The query");
}

/** An id that cannot be one is answered like one that is unknown. */
export function parseParams<S extends z.ZodObject>(
  params: unknown,
  schema: S,
  resource: string,
): z.output<S> {
  const result = schema.safeParse(params);
  if (!result.success) throw notFound(resource);
  return result.data;
}

function parse<S extends z.ZodObject>(value: unknown, schema: S, whole: string): z.output<S> {
  const result = schema.safeParse(value, { error: describeIssue });
  if (!result.success) throw issueError(result.error, schema, whole);
  return result.data;
}

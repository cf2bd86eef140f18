import { z } from "zod";
import { type ItemFormat, itemFormatOf } from "./answer-fields.ts";

/** What a walk through an answer meets beside what the schema refuses. */
export interface WalkVisitor {
  /** An optional key that none of the objects at its place has. */
  onAbsent(path: string): void;
  /** A key that the schema does not know. */
  onUnread(path: string): void;
  /** A list whose items are parsed one by one. */
  onItems(format: ItemFormat, items: unknown[], path: string): void;
}

/**
 * Walks a schema along with all values that an answer has at the same place. Paths join keys with dots;
 * "[]" stands for the elements of a list.
 */
export function walk(
  schema: z.core.$ZodType,
  values: readonly unknown[],
  path: string,
  visitor: WalkVisitor,
): void {
  // zod's own union of its classes, which `type` tells apart.
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "optional":
    case "nullable":
    case "nonoptional":
    case "default":
    case "prefault":
    case "catch":
    case "readonly":
      walk(def.innerType, values, path, visitor);
      break;
    case "lazy":
      walk(def.getter(), values, path, visitor);
      break;
    case "pipe":
      walkPipe(def, values, path, visitor);
      break;
    case "union":
      walkUnion(def.options, values, path, visitor);
      break;
    case "object":
      walkObject(def.shape, values.filter(isObject), path, visitor);
      break;
    case "record":
      walk(def.valueType, values.filter(isObject).flatMap(Object.values), `${path}.*`, visitor);
      break;
    case "array":
      walkArray(schema, def.element, values.filter(Array.isArray), path, visitor);
      break;
  }
}

/** What comes in is what the answer has; only a pipe that begins with a function hides it. */
function walkPipe(
  { in: input, out: output }: z.core.$ZodPipeDef,
  values: readonly unknown[],
  path: string,
  visitor: WalkVisitor,
): void {
  if (input._zod.def.type === "transform") {
    const changed = values.map((value) => z.safeParse(input, value).data);
    walk(output, changed, path, visitor);
  } else walk(input, values, path, visitor);
}

/** Each value is judged by the form that it fits, or comes nearest to. */
function walkUnion(
  options: readonly z.core.$ZodType[],
  values: readonly unknown[],
  path: string,
  visitor: WalkVisitor,
): void {
  const groups = new Map<z.core.$ZodType, unknown[]>();
  for (const value of values) {
    const issuesIn = (option: z.core.$ZodType) => z.safeParse(option, value).error?.issues.length ?? 0;
    const nearest = options.reduce((best, option) => (issuesIn(option) < issuesIn(best) ? option : best));
    groups.set(nearest, [...(groups.get(nearest) ?? []), value]);
  }
  for (const [option, fitting] of groups) walk(option, fitting, path, visitor);
}

function walkObject(
  shape: z.core.$ZodShape,
  objects: readonly Record<string, unknown>[],
  path: string,
  visitor: WalkVisitor,
): void {
  if (objects.length === 0) return;
  for (const [key, field] of Object.entries(shape)) {
    const held = objects.flatMap((object) => (object[key] === undefined ? [] : [object[key]]));
    const at = keyPath(path, key);
    if (held.length > 0) walk(field, held, at, visitor);
    else if (field._zod.optin !== undefined) visitor.onAbsent(at);
  }
  for (const key of new Set(objects.flatMap(Object.keys))) {
    if (!Object.hasOwn(shape, key)) visitor.onUnread(keyPath(path, key));
  }
}

function walkArray(
  list: z.core.$ZodType,
  element: z.core.$ZodType,
  arrays: readonly unknown[][],
  path: string,
  visitor: WalkVisitor,
): void {
  const format = itemFormatOf(list);
  if (!format) walk(element, arrays.flat(), `${path}[]`, visitor);
  else visitor.onItems(format, arrays.flatMap(format.pick), `${path}[]`);
}

export function keyPath(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { readFileSync } from "node:fs";
import type { Json } from "#sandbox/derive-shape.ts";

/** A JSON file of the repository. */
export function json(relative: string): Json {
  return JSON.parse(readFileSync(new URL(`../../../${relative}`, import.meta.url), "utf8"));
}
/** Every path of a payload with the types seen there, lists by the union of their elements. */
function describeTypes(value: Json, path = "$", types = new Map<string, Set<string>>()) {
  const type = Array.isArray(value) ? "list" : value === null ? "null" : typeof value;
  types.set(path, (types.get(path) ?? new Set()).add(type));
  if (Array.isArray(value)) for (const element of value) describeTypes(element, `${path}[]`, types);
  else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) describeTypes(inner, `${path}.${key}`, types);
  }
  return types;
}

/** Paths that only one of the two has, and those whose types differ; null goes with anything. */
export function differences(left: Json, right: Json): string[] {
  const [a, b] = [describeTypes(left), describeTypes(right)];
  const isOpen = (types: Set<string>) => types.size === 1 && types.has("null");
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((path) => {
    const [x, y] = [a.get(path), b.get(path)];
    if (!x || !y) return [`${path} only in ${x ? "the first" : "the second"}`];
    if (isOpen(x) || isOpen(y)) return [];
    const named = (types: Set<string>) => [...types].filter((type) => type !== "null").join();
    return named(x) === named(y) ? [] : [`${path}: ${named(x)} and ${named(y)}`];
  });
}

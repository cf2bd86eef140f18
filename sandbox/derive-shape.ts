import { readFileSync } from "node:fs";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * The structure of a payload with nobody's data in it: strings are empty, numbers 0, booleans false; a list
 * keeps one element that has the keys of all. `null` stays, unless another element of the list knows better.
 *
 * Run as a script: `node sandbox/derive-shape.ts PAYLOAD.json > SHAPE.json`.
 */
export function deriveShape(value: Json): Json {
  if (Array.isArray(value)) {
    return value.length === 0 ? [] : [value.map(deriveShape).reduce(merge)];
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, deriveShape(inner)]));
  }
  if (typeof value === "string") return "";
  if (typeof value === "number") return 0;
  return value === null ? null : false;
}

function merge(left: Json, right: Json): Json {
  if (left === null) return right;
  if (Array.isArray(left) && Array.isArray(right)) {
    const elements = [...left, ...right];
    return elements.length === 0 ? [] : [elements.reduce(merge)];
  }
  if (isObject(left) && isObject(right)) {
    const merged = { ...left };
    for (const [key, value] of Object.entries(right)) merged[key] = merge(merged[key] ?? null, value);
    return merged;
  }
  return left;
}

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

if (import.meta.main) {
  const file = process.argv[2];
  if (!file) {
    console.error("Usage: node sandbox/derive-shape.ts PAYLOAD.json > SHAPE.json");
    process.exit(2);
  }
  console.log(JSON.stringify(deriveShape(JSON.parse(readFileSync(file, "utf8"))), null, 1));
}

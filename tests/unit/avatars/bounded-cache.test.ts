import { expect, it } from "vitest";
import { BoundedCache } from "#lib/avatars/bounded-cache.ts";

const HOUR = { keepMs: 3_600_000 };

it("keeps what was used last, within its size", () => {
  const cache = new BoundedCache<string>(10);
  cache.set("a", "A", { size: 4, ...HOUR });
  cache.set("b", "B", { size: 4, ...HOUR });
  expect(cache.get("a")).toBe("A");
  cache.set("c", "C", { size: 4, ...HOUR });
  expect([cache.get("a"), cache.get("b"), cache.get("c")]).toEqual(["A", undefined, "C"]);
});

it("counts an entry that is set again once", () => {
  const cache = new BoundedCache<number>(10);
  for (let at = 0; at < 5; at += 1) cache.set("a", at, { size: 5, ...HOUR });
  cache.set("b", 9, { size: 5, ...HOUR });
  expect([cache.get("a"), cache.get("b")]).toEqual([4, 9]);
});

it("keeps nothing larger than itself, and nothing beyond its time", () => {
  const cache = new BoundedCache<string>(10);
  cache.set("a", "A", { size: 11, ...HOUR });
  cache.set("b", "B", { size: 1, keepMs: 0 });
  expect([cache.get("a"), cache.get("b")]).toEqual([undefined, undefined]);
});

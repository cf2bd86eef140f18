import { fanout } from "./benches/fanout.ts";
import type { Bench } from "./shared/context.ts";

/** Every bench by name, in the order in which all of them run. */
export const BENCHES = {
  fanout,
} satisfies Record<string, Bench>;

export type BenchName = keyof typeof BENCHES;

export const BENCH_NAMES = Object.keys(BENCHES).filter(isBenchName);

export function isBenchName(name: string): name is BenchName {
  return Object.hasOwn(BENCHES, name);
}

import { dispatch } from "./benches/dispatch.ts";
import { fair } from "./benches/fair.ts";
import { fanout } from "./benches/fanout.ts";
import { firstRows } from "./benches/first-rows.ts";
import { growth } from "./benches/growth.ts";
import { many } from "./benches/many.ts";
import { memory } from "./benches/memory.ts";
import { monolith } from "./benches/monolith.ts";
import { queue } from "./benches/queue.ts";
import { status } from "./benches/status.ts";
import { ui } from "./benches/ui.ts";
import type { Bench } from "./shared/context.ts";

/** Every bench by name, in the order in which all of them run. */
export const BENCHES = {
  fanout,
  monolith,
  "first-rows": firstRows,
  dispatch,
  status,
  many,
  fair,
  queue,
  growth,
  memory,
  ui,
} satisfies Record<string, Bench>;

export type BenchName = keyof typeof BENCHES;

export const BENCH_NAMES = Object.keys(BENCHES).filter(isBenchName);

export function isBenchName(name: string): name is BenchName {
  return Object.hasOwn(BENCHES, name);
}

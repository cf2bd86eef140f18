import { type SignedIn, signedIn } from "./accounts.ts";
import type { Provider, Search } from "./ideal-schedule.ts";
import { dispatch, type JobTimes, untilCompleted } from "./jobs.ts";
import type { World } from "./world.ts";

/** What the sandbox takes for a call, unless a bench says otherwise. */
export const PINNED: Provider = { searchMs: 1_000, profileMs: 300, pageSize: 30, parallelMax: 20 };

/** Where overhead shows. */
export const SWIFT: Provider = { ...PINNED, searchMs: 100, profileMs: 30 };

const WARM_UP: Search = { keywordCount: 5, targetResults: 150 };

/** One search from its request to its end, with keywords that were never searched. */
export async function runSearch(world: World, member: SignedIn, search: Search): Promise<JobTimes> {
  const { keywordCount, targetResults } = search;
  const keywords = world.keywords.take(keywordCount);
  return untilCompleted(world, member, await dispatch(world, member, { keywords, targetResults }));
}

/** A first search, so that connections, statements and statistics are those of a Shoal that has run before. */
export async function warmUp(world: World): Promise<void> {
  const [member] = await signedIn(world, 1);
  if (!member) throw new Error("no member");
  await runSearch(world, member, WARM_UP);
  await world.analyze();
  await runSearch(world, member, WARM_UP);
}

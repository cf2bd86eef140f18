import type { Browser } from "playwright-core";
import { launchBrowser } from "#tests/support/browser.ts";
import { type SignedIn, signedIn } from "../shared/accounts.ts";
import type { Bench, BenchContext } from "../shared/context.ts";
import { dispatch } from "../shared/jobs.ts";
import { type Measure, once } from "../shared/measure.ts";
import { PINNED, warmUp } from "../shared/search-run.ts";
import { sum } from "../shared/stats.ts";
import { inWorld, type World } from "../shared/world.ts";
import { shiftsUntilEnd } from "../ui/layout-shifts.ts";
import { measureLists } from "../ui/lists.ts";
import { runOf } from "../ui/open-run.ts";
import { NARROW, openSession, WIDE } from "../ui/pages.ts";
import { loadedScripts } from "../ui/scripts.ts";

const SCRIPTS_KB_MAX = 250;
const SHIFT_MAX = 0.02;
const SEARCH = { keywordCount: 4, targetResults: 120 };
const BYTES_PER_KB = 1_000;

/** The page of a run in Chromium: what it loads, how long it is busy at a time, and whether it moves. */
export const ui: Bench = {
  about: "the page of a run in Chromium: its scripts, its longest tasks over a static list's, its shifts",
  async run(context) {
    const options = { name: "ui", sandbox: PINNED, parallelMax: PINNED.parallelMax };
    const browser = await launchBrowser();
    try {
      return await inWorld(context, options, async (world) => {
        await warmUp(world);
        const [member] = await signedIn(world, 1);
        if (!member) throw new Error("no member");
        const { measure: shifts, runId } = await measureShifts(browser, world, member);
        const scripts = await measureScripts(browser, world, { member, runId });
        // What is measured from here on is written by the bench.
        await world.stopWorkers();
        return [scripts, ...(await lists(context, { browser, world, member })), shifts];
      });
    } finally {
      await browser.close();
    }
  },
};

async function lists(
  context: BenchContext,
  { browser, world, member }: { browser: Browser; world: World; member: SignedIn },
): Promise<Measure[]> {
  const session = await openSession(browser, world, member);
  const measures = await measureLists(context, { browser, session, world, member });
  await session.close();
  return measures;
}

/** A search that is watched from its beginning to its end, on a wide screen and on a phone's: the worse counts. */
async function measureShifts(
  browser: Browser,
  world: World,
  member: SignedIn,
): Promise<{ measure: Measure; runId: string }> {
  const seen = [];
  let runId = "";
  for (const viewport of [WIDE, NARROW]) {
    const session = await openSession(browser, world, member, viewport);
    const keywords = world.keywords.take(SEARCH.keywordCount);
    const { jobId } = await dispatch(world, member, { keywords, targetResults: SEARCH.targetResults });
    runId = await runOf(world, jobId);
    const shifts = await shiftsUntilEnd(session, `${world.url}/search/${runId}`);
    seen.push({ widthPx: viewport.width, sum: sum(shifts.map(({ value }) => value)), shifts });
    await session.close();
  }
  const measure = once({
    metric: "sum of all layout shifts while a search runs, wide or narrow",
    unit: "ratio",
    value: Math.max(...seen.map((one) => one.sum)),
    bar: { below: SHIFT_MAX },
    detail: {
      how: `${SEARCH.targetResults} creators of ${SEARCH.keywordCount} keywords; those after an input do not count`,
      seen,
    },
  });
  return { measure, runId };
}

async function measureScripts(
  browser: Browser,
  world: World,
  { member, runId }: { member: SignedIn; runId: string },
): Promise<Measure> {
  const session = await openSession(browser, world, member);
  const scripts = await loadedScripts(session, `${world.url}/search/${runId}`);
  await session.close();
  return once({
    metric: "scripts of the run's page, gzipped, with the framework",
    unit: "kB",
    value: sum(scripts.map(({ gzippedBytes }) => gzippedBytes)) / BYTES_PER_KB,
    bar: { atMost: SCRIPTS_KB_MAX },
    detail: {
      how: "each that Chromium loads by itself until the page is idle, compressed by gzip at its usual level",
      unpackedKb: Math.round(sum(scripts.map(({ bytes }) => bytes)) / BYTES_PER_KB),
      largest: scripts.slice(0, 12),
    },
  });
}

import type { Browser, BrowserContext, Page } from "playwright-core";
import type { SignedIn } from "../shared/accounts.ts";
import type { BenchContext } from "../shared/context.ts";
import { type Measure, repeated } from "../shared/measure.ts";
import { type OtherApp, startOtherApp } from "../shared/other-app.ts";
import { median, rounded } from "../shared/stats.ts";
import type { World } from "../shared/world.ts";
import { type LongestTask, longestTaskOf } from "./longest-task.ts";
import { addRows, makeOpenRun, type OpenRun } from "./open-run.ts";
import { untilCount, untilDrawn } from "./pages.ts";
import { scrollThrough, scrollTo } from "./scroll.ts";

const ROWS = 10_000;
const MORE = 200;
const REPETITIONS = 7;
const SETTLE_MS = 1_500;
const RATIO_MAX = 1.5;
const WHAT =
  "a page of its own: the same virtualiser, as many rows, the same columns and row height, every text ready, plain " +
  "elements, memoised rows; nothing sorts, filters, selects, opens or changes there";

type Act = "scroll" | "poll";

/** The product's list and the static one, each on a page of its own that is in front while it is measured. */
interface Lists {
  browser: Browser;
  world: World;
  run: OpenRun;
  product: Page;
  reference: Page;
  /** Rows of the static list. */
  referenceCount: number;
}

/** How long the run's page keeps the reader waiting at most, over what a static list does. */
export async function measureLists(
  context: BenchContext,
  parts: { browser: Browser; session: BrowserContext; world: World; member: SignedIn },
): Promise<Measure[]> {
  const { browser, session, world, member } = parts;
  const app = await startOtherApp(context, {
    name: "reference-list",
    environment: world.environment,
    readyPath: "/",
  });
  try {
    context.say(`ui: writing a run of ${ROWS} rows …`);
    const run = await makeOpenRun(world, member, ROWS);
    const lists = await openLists({ browser, session, world, run, app });
    const taken: Record<Act, Record<"product" | "reference", LongestTask[]>> = {
      scroll: { product: [], reference: [] },
      poll: { product: [], reference: [] },
    };
    // The first is not counted: code is compiled in it.
    for (let repetition = 0; repetition <= (context.isQuick ? 2 : REPETITIONS); repetition += 1) {
      const tasks = await repeatOnce(lists);
      if (repetition === 0) continue;
      for (const act of ["scroll", "poll"] as const) {
        taken[act].product.push(tasks[act].product);
        taken[act].reference.push(tasks[act].reference);
      }
    }
    return [
      compare(`scrolling ${ROWS} rows, longest task over a static list's`, taken.scroll),
      compare(`a poll that brings ${MORE} rows, the same`, taken.poll),
    ];
  } finally {
    await app.stop();
  }
}

async function openLists(parts: {
  browser: Browser;
  session: BrowserContext;
  world: World;
  run: OpenRun;
  app: OtherApp;
}): Promise<Lists> {
  const { browser, session, world, run, app } = parts;
  const product = await session.newPage();
  await product.goto(`${world.url}/search/${run.runId}`);
  await untilCount(product, ROWS);
  const reference = await session.newPage();
  await reference.goto(app.url);
  await untilCount(reference, ROWS);
  return { browser, world, run, product, reference, referenceCount: ROWS };
}

/** Each act on one page and then on the other, so that both meet the same machine. */
async function repeatOnce(lists: Lists): Promise<Record<Act, Record<"product" | "reference", LongestTask>>> {
  const { browser, world, run, product, reference } = lists;
  const measured = (page: Page, act: () => Promise<void>) =>
    inFront(page, () => longestTaskOf(browser, page, act));
  const scroll = {
    product: await measured(product, () => scrollThrough(product)),
    reference: await measured(reference, () => scrollThrough(reference)),
  };
  const poll = {
    product: await measured(product, async () => {
      await addRows(world.sql, run, MORE);
      await untilCount(product, run.count);
      await untilDrawn(product);
    }),
    reference: await measured(reference, async () => {
      lists.referenceCount += MORE;
      await reference.getByRole("button", { name: "more" }).click();
      await untilCount(reference, lists.referenceCount);
      await untilDrawn(reference);
    }),
  };
  return { scroll, poll };
}

/** The page at the beginning of its list and at rest, as a reader finds it who comes back to it. */
async function inFront<T>(page: Page, work: () => Promise<T>): Promise<T> {
  await page.bringToFront();
  await scrollTo(page, 0);
  await page.waitForTimeout(SETTLE_MS);
  return work();
}

function compare(
  metric: string,
  { product, reference }: Record<"product" | "reference", LongestTask[]>,
): Measure {
  const ratios = product.map(({ ms }, index) => ms / (reference[index]?.ms ?? Number.NaN));
  const longest = (tasks: readonly LongestTask[]) => tasks.toSorted((one, other) => one.ms - other.ms);
  const middle = (tasks: readonly LongestTask[]) => longest(tasks)[Math.floor(tasks.length / 2)];
  return repeated({
    metric,
    unit: "ratio",
    values: ratios,
    bar: { atMost: RATIO_MAX },
    detail: {
      staticList: WHAT,
      productMs: rounded(median(product.map(({ ms }) => ms))),
      staticMs: rounded(median(reference.map(({ ms }) => ms))),
      productMiddleTask: middle(product)?.parts,
      staticMiddleTask: middle(reference)?.parts,
    },
  });
}

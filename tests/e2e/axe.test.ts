import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { inspectEverywhere, SignedInPages } from "./boards-pages.ts";
import { SHOWN } from "./shown-pages.ts";
import { makeShownRuns, type ShownRuns } from "./shown-runs.ts";

const MIA = "marketer@example.com";
let app: TestApp;
let browser: Browser;
let pages: SignedInPages;
let runs: ShownRuns;

beforeAll(async () => {
  app = await startApp({ sandbox: { searchLatencyMs: 20, profileLatencyMs: 10 } });
  browser = await launchBrowser();
  pages = new SignedInPages(app, browser);
  runs = await makeShownRuns(app, await app.signIn(MIA));
});

afterEach(async () => {
  expect(pages.takeComplaints()).toEqual([]);
  await pages.close();
});

afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

describe("in both themes and at every width", () => {
  it.each(SHOWN)("$name has no fault in axe and fits", async ({ name, email = MIA, path, show }) => {
    const page = await pages.openAs(email, typeof path === "string" ? path : path(runs), {
      reducedMotion: "reduce",
    });
    await show(page);
    await inspectEverywhere(page, name);
  });
});

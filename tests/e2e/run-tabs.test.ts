import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Session, startApp, type TestApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { SignedInPages } from "./boards-pages.ts";
import { switchCalls } from "./provider.ts";
import { ENDED, keysOf, look, readRun, runIdOf, untilShown, untilStatus } from "./run-page.ts";
import { search } from "./search-form.ts";

const KEYWORDS = ["makeup", "fitness", "music", "comedy", "travel"];
/** So few that all of them are in the document at once. */
const TARGET = 12;
/** Beyond what the plan of the demo account lets run at once. */
const IN_LINE = 2;
let app: TestApp;
let browser: Browser;
let pages: SignedInPages;
let marketer: Session;
let admin: Session;

beforeAll(async () => {
  app = await startApp({ sandbox: { searchLatencyMs: 300, profileLatencyMs: 200 } });
  browser = await launchBrowser();
  pages = new SignedInPages(app, browser);
  marketer = await app.signIn("marketer@example.com");
  admin = await app.signIn("admin@example.com");
});

afterEach(async () => {
  expect(pages.takeComplaints()).toEqual([]);
  await pages.close();
});

afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

describe("five runs at once in the tabs of one browser", () => {
  it("show each its own creators alone, and end each in words", async () => {
    const first = await pages.open("Mia Marketer", "/search");
    const tabs = [{ tab: first, keyword: KEYWORDS[0] ?? "" }];
    for (const keyword of KEYWORDS.slice(1)) {
      tabs.push({ tab: await pages.openBeside(first, "/search"), keyword });
    }
    await switchCalls(admin, "off");
    for (const { tab, keyword } of tabs) await search(tab, { keywords: keyword, target: TARGET });
    const statuses = await Promise.all(tabs.map(async ({ tab }) => (await look(tab)).status));
    expect(statuses.filter((status) => ENDED.includes(status))).toEqual([]);
    expect(statuses.filter((status) => status === "pending")).toHaveLength(IN_LINE);
    for (const { tab } of tabs.slice(-IN_LINE)) await tab.getByText(/number \d in line/).waitFor();
    await switchCalls(admin, "on");

    expect(new Set(tabs.map(({ tab }) => runIdOf(tab))).size).toBe(tabs.length);
    for (const { tab, keyword } of tabs) {
      await untilStatus(tab, "completed");
      await untilShown(tab, TARGET);
      await expect.poll(() => tab.title()).toBe(`Done: ${keyword} · Shoal`);
      await tab.getByText(`Done: ${TARGET} of ${TARGET} creators found.`).waitFor();
      await tab.getByText(`${TARGET} charged to the allowance`).waitFor();
      const searches = await readRun(marketer, runIdOf(tab));
      expect(searches.flatMap((each) => each.keywords.map((told) => told.keyword))).toEqual([keyword]);
      expect((await look(tab)).keys).toEqual(keysOf(searches));
    }
  });
});

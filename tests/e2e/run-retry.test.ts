import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Session, startApp, type TestApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { SignedInPages } from "./boards-pages.ts";
import { breakCalls, mendCalls, switchCalls } from "./provider.ts";
import { keysOf, look, readRun, runIdOf, untilShown, untilStatus } from "./run-page.ts";
import { search } from "./search-form.ts";

const GOOD = "makeup";
const BAD = "beauty";
/** More than the sample data has of the two: else the target would be met without the one that failed. */
const TARGET = 1_000;
let app: TestApp;
let browser: Browser;
let pages: SignedInPages;
let marketer: Session;

beforeAll(async () => {
  app = await startApp({ sandbox: { searchLatencyMs: 50, profileLatencyMs: 20 } });
  browser = await launchBrowser();
  pages = new SignedInPages(app, browser);
  marketer = await app.signIn("marketer@example.com");
});

afterEach(async () => {
  expect(pages.takeComplaints()).toEqual([]);
  await pages.close();
  await mendCalls(app);
});

afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

/** The line of a keyword in the grid, in this state. */
function line(page: Page, keyword: string, state: string) {
  return page.locator(`[data-keyword="${keyword}"][data-keyword-state="${state}"]`);
}

/** A run of which one keyword failed, its page with the grid of keywords open. */
async function openPartial(): Promise<Page> {
  const page = await pages.open("Mia Marketer", "/search");
  await breakCalls(app, { kind: "401", keyword: BAD });
  await search(page, { keywords: `${GOOD}, ${BAD}`, target: TARGET });
  await untilStatus(page, "partial");
  await page.getByRole("button", { name: "2 keywords in detail" }).click();
  return page;
}

describe("a run of which one keyword failed", () => {
  it("is amber and says why, and a retry of just that turns it to done and keeps the rows", async () => {
    const page = await openPartial();
    const [first] = await readRun(marketer, runIdOf(page));
    const reason = first?.keywords.find(({ keyword }) => keyword === BAD)?.error ?? "";
    expect(reason).not.toBe("");
    await line(page, BAD, "failed").getByText(reason).waitFor();
    await line(page, GOOD, "done").waitFor();
    const end = page.locator('[data-end="partial"]');
    await end.getByText("Done with gaps").waitFor();
    await end.getByText(reason).waitFor();
    const [red = 0, green = 0, blue = 0] = await colorOf(page);
    expect(Math.min(red, green)).toBeGreaterThan(2 * blue);
    const rows = keysOf(first ? [first] : []);
    expect(rows.length).toBeGreaterThan(0);
    await untilShown(page, rows.length);
    const before = await look(page);

    await mendCalls(app);
    await page.getByRole("button", { name: "Try again (1)" }).click();
    await untilStatus(page, "completed");
    await line(page, BAD, "done").waitFor();
    expect(await page.locator(`[data-keyword="${BAD}"]`).count()).toBe(1);
    await line(page, GOOD, "done").waitFor();
    expect(await page.getByText(reason).count()).toBe(0);
    await page.locator("[data-end]").waitFor({ state: "detached" });
    expect(await page.getByRole("button", { name: /^Try again/ }).count()).toBe(0);

    const searches = await readRun(marketer, runIdOf(page));
    expect(searches).toMatchObject([{ retryOf: null }, { retryOf: first?.jobId, status: "completed" }]);
    const all = keysOf(searches);
    expect(all.slice(0, rows.length)).toEqual(rows);
    expect(all.length).toBeGreaterThan(rows.length);
    await untilShown(page, all.length);
    const after = await look(page);
    expect(after.keys.slice(0, before.keys.length)).toEqual(before.keys);
    await page.getByRole("heading", { name: `${GOOD}, ${BAD}` }).waitFor();

    await page.reload();
    await untilStatus(page, "completed");
    await untilShown(page, all.length);
    expect(await page.locator("[data-end]").count()).toBe(0);
  });

  it("offers the retry again once that was stopped, and takes it twice for once", async () => {
    const page = await openPartial();
    await mendCalls(app);
    const admin = await app.signIn("admin@example.com");
    await switchCalls(admin, "off");
    const retry = page.getByRole("button", { name: "Try again (1)" });
    await retry.click();
    await page.getByRole("button", { name: "Stop all" }).click();
    await untilStatus(page, "partial");
    await line(page, BAD, "failed").waitFor();
    await switchCalls(admin, "on");
    await retry.dblclick();
    await untilStatus(page, "completed");
    await line(page, BAD, "done").waitFor();
    const searches = await readRun(marketer, runIdOf(page));
    expect(searches.map(({ status }) => status)).toEqual(["partial", "cancelled", "completed"]);
  });
});

/** Red, green and blue of what tells the phase. */
async function colorOf(page: Page): Promise<number[]> {
  const color = await page
    .locator('section[data-status] [role="progressbar"]')
    .evaluate((bar) => getComputedStyle(bar).backgroundColor);
  return color.match(/\d+/g)?.map(Number) ?? [];
}

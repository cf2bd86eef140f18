import { randomUUID } from "node:crypto";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { ENDED, look, rowPlaces, untilRows, untilShown, untilStatus } from "./run-page.ts";
import { inspect, openSearchPage, search } from "./search-form.ts";

const WIDE = { width: 1_440, height: 900 };
const TARGET = 60;

let app: TestApp;
let browser: Browser;
const pages: Page[] = [];

beforeAll(async () => {
  app = await startApp({ sandbox: { searchLatencyMs: 800, profileLatencyMs: 600 } });
  browser = await launchBrowser();
});

afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close();
});

afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

async function openSearch(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await openSearchPage(browser, app.url, { viewport: WIDE, ...options });
  pages.push(page);
  return page;
}

describe("a run", () => {
  it("shows rows while it searches, and ends at the target", async () => {
    const page = await openSearch();
    await search(page, { keywords: "makeup, skincare", target: TARGET });
    await untilRows(page);
    const early = await look(page);
    expect(ENDED).not.toContain(early.status);
    await untilStatus(page, "completed");
    await untilShown(page, TARGET);
    const late = await look(page);
    expect(late.keys.slice(0, early.keys.length)).toEqual(early.keys);
    expect(await page.locator('[data-cell="pending"]').count()).toBe(0);
    await page.getByRole("group", { name: "Counts" }).getByText("60 of 60 found").waitFor();
    await page.getByText("Recorded sample data").waitFor();
    const link = page.locator("tr[data-key] th a").first();
    expect(await link.getAttribute("href")).toMatch(/^https:\/\//);
    expect(await link.getAttribute("rel")).toBe("noopener noreferrer nofollow");
    expect(await page.title()).toMatch(/^Done: makeup, skincare/);
  });

  it("moves nothing under the reader while rows come in: they wait behind a count", async () => {
    const page = await openSearch();
    await search(page, { keywords: "fitness, music, comedy, travel", target: 400 });
    await untilRows(page);
    await page.locator("tr[data-key]").nth(3).click();
    await page.getByRole("complementary").waitFor();
    const before = await rowPlaces(page);
    const fresh = page.getByRole("button", { name: /^\d+ new · show$/ });
    await fresh.waitFor();
    expect(await rowPlaces(page)).toEqual(before);
    const { shown } = await look(page);
    await fresh.click();
    await expect.poll(async () => (await look(page)).shown).toBeGreaterThan(shown);
    await page.getByRole("button", { name: "Stop search" }).click();
    await untilStatus(page, "cancelled");
  });

  it("goes on after a reload, and shows the same in a second tab", async () => {
    const page = await openSearch();
    await search(page, { keywords: "travel, food", target: TARGET });
    await untilRows(page);
    const early = await look(page);
    await page.reload();
    await untilRows(page);
    const reloaded = await look(page);
    expect(ENDED).not.toContain(reloaded.status);
    expect(reloaded.keys.slice(0, early.keys.length)).toEqual(early.keys);
    const second = await page.context().newPage();
    await second.goto(page.url());
    for (const tab of [page, second]) {
      await untilStatus(tab, "completed");
      await untilShown(tab, TARGET);
    }
    expect((await look(second)).keys).toEqual((await look(page)).keys);
  });

  it("is stopped by a click, and keeps what it has", async () => {
    const page = await openSearch();
    await search(page, { keywords: "fitness, music, comedy", target: 1_000 });
    await untilRows(page);
    await page.getByRole("button", { name: "Stop search" }).click();
    await untilStatus(page, "cancelled");
    expect((await look(page)).shown).toBeGreaterThan(0);
    expect(await page.getByRole("button", { name: "Stop search" }).count()).toBe(0);
    await page.getByText(/What was delivered is kept/).waitFor();
  });

  it("says when it cannot be followed, and goes on when it can", async () => {
    const page = await openSearch();
    await search(page, { keywords: "art, dance, gaming", target: 1_000 });
    await untilRows(page);
    await page.route("**/api/v2/status*", (route) => route.abort());
    const alert = page.getByRole("alert").filter({ hasText: "not up to date" });
    await alert.waitFor();
    await page.unroute("**/api/v2/status*");
    await alert.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Stop search" }).click();
    await untilStatus(page, "cancelled");
  });

  it("says that a target cannot be reached because the answer did, not because the address does", async () => {
    const page = await openSearch();
    const notice = page.getByText("Page limits allow at most");
    await search(page, { keywords: "yoga", target: 5_000 });
    await notice.waitFor();
    await page.getByRole("button", { name: "Stop search" }).click();
    await untilStatus(page, "cancelled");
    await page.goto(`${app.url}/search`);
    await search(page, { keywords: "makeup", target: 5 });
    await page.goto(`${page.url()}?achievable=9`);
    await untilStatus(page, "completed");
    expect(await notice.count()).toBe(0);
  });

  it("searches three platforms on one page, each followed and stopped by itself", async () => {
    const page = await openSearch();
    await search(page, { keywords: "makeup", target: 1_000, platforms: ["TikTok", "Instagram", "YouTube"] });
    const part = (name: string) => page.locator("li[data-part]", { hasText: name });
    await untilRows(page);
    await page
      .getByRole("group", { name: "Counts" })
      .getByText(/\d+ of 3,000 found/)
      .waitFor();
    await inspect(page, "run-three-live");
    await page.getByRole("button", { name: "Stop YouTube" }).click();
    await part("YouTube").locator('[data-phase="cancelled"]').waitFor();
    expect(await part("TikTok").locator('[data-phase="cancelled"]').count()).toBe(0);
    await page.reload();
    await page.getByRole("button", { name: "Stop all" }).click();
    await untilStatus(page, "cancelled");
    await page.getByText("charged to the allowance").waitFor();
    expect(await page.getByRole("button", { name: /^Stop/ }).count()).toBe(0);
  });

  it("shows which platform was refused, also after a reload", async () => {
    const page = await openSearch();
    await page.route("**/api/v2/dispatch", async (route) => {
      if (!route.request().postData()?.includes('"youtube"')) return route.continue();
      const error = { code: "plan_limit", message: "The plan does not include YouTube.", field: "platform" };
      return route.fulfill({ status: 403, json: { error } });
    });
    await search(page, { keywords: "makeup", target: 5, platforms: ["TikTok", "YouTube"] });
    const notice = page.getByText("Not begun on YouTube: The plan does not include YouTube.");
    await notice.waitFor();
    await untilStatus(page, "completed");
    await page.reload();
    await notice.waitFor();
  });

  it("does not ask again once it has ended", async () => {
    const page = await openSearch();
    await search(page, { keywords: "makeup", target: 5 });
    await untilStatus(page, "completed");
    await page.getByText("charged to the allowance").waitFor();
    await untilShown(page, 5);
    let requests = 0;
    page.on("request", (request) => {
      requests += Number(/\/api\/v2\/(status|jobs)/.test(request.url()));
    });
    await page.waitForTimeout(4_000);
    expect(requests).toBe(0);
  });

  it("of another account, or of none, is not there", async () => {
    const page = await openSearch();
    for (const id of [randomUUID(), "7"]) {
      await page.goto(`${app.url}/search/${id}`);
      await page.getByRole("heading", { name: "Not found" }).waitFor();
    }
  });
});

describe("the results", () => {
  it("are found by words, sorted, narrowed by keyword, and all of it is in the address", async () => {
    const page = await openSearch();
    await search(page, { keywords: "makeup, skincare", target: TARGET });
    await untilStatus(page, "completed");
    await untilShown(page, TARGET);
    await page.getByRole("button", { name: "Followers" }).click();
    await page.waitForURL(/sort=-followers/);
    await page.getByRole("textbox", { name: "Find in these results" }).fill("skin");
    await page.waitForURL(/q=skin/);
    const narrowed = await look(page);
    expect(narrowed.shown).toBeLessThan(TARGET);
    await page.reload();
    await untilShown(page, narrowed.shown);
    expect((await look(page)).keys).toEqual(narrowed.keys);
    await page.getByRole("button", { name: "Clear all" }).click();
    await untilShown(page, TARGET);
  });

  it("are read, selected and opened by the keyboard alone", async () => {
    const page = await openSearch();
    await search(page, { keywords: "makeup", target: 20 });
    await untilStatus(page, "completed");
    await untilShown(page, 20);
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    for (const key of ["j", "j", "Shift+x"]) await page.keyboard.press(key);
    await page.getByText("3 selected").waitFor();
    await page.keyboard.press("Enter");
    const panel = page.getByRole("complementary");
    await panel.waitFor();
    const [, , third] = (await look(page)).keys;
    expect(await panel.getAttribute("data-panel")).toBe(third);
    await page.keyboard.press("k");
    await expect.poll(() => panel.getAttribute("data-panel")).not.toBe(third);
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
  });
});

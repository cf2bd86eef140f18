import { randomUUID } from "node:crypto";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { fillSearch, inspect, openSearchPage, pressSearch, search } from "./search-form.ts";

const ENDED = ["completed", "partial", "error", "cancelled"];
const WIDE = { width: 1_280, height: 800 };
const NARROW = { width: 375, height: 800 };
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
  const page = await openSearchPage(browser, app.url, options);
  pages.push(page);
  return page;
}

/** State and rows at one moment. */
function look(page: Page) {
  return page.evaluate(() => ({
    status: document.querySelector("section.job")?.getAttribute("data-status") ?? "",
    handles: [...document.querySelectorAll("tbody th")].map((cell) => cell.textContent),
    positions: [...document.querySelectorAll("tbody .number:first-child")].map((cell) =>
      Number(cell.textContent),
    ),
  }));
}

async function untilStatus(page: Page, status: string): Promise<void> {
  await page.locator(`section.job[data-status="${status}"]`).waitFor();
}

describe("a search", () => {
  it("shows rows while it runs, keeps them in place, and ends at the target", async () => {
    const page = await openSearch();
    await search(page, { keywords: "makeup, skincare", target: TARGET });
    await page.locator("tbody tr").first().waitFor();
    const early = await look(page);
    expect(ENDED).not.toContain(early.status);
    expect(early.handles.length).toBeLessThanOrEqual(TARGET);

    await untilStatus(page, "completed");
    await page
      .locator("tbody tr")
      .nth(TARGET - 1)
      .waitFor();
    const late = await look(page);
    expect(late.positions).toEqual(Array.from({ length: TARGET }, (_, index) => index + 1));
    expect(late.handles.map(handleOf).slice(0, early.handles.length)).toEqual(early.handles.map(handleOf));
    expect(await page.locator("td.pending").count()).toBe(0);
    expect(await page.locator(".counts").textContent()).toMatch(
      /^2\/2 keywords · 60 found · \d+ detailed · /,
    );
    expect(await page.getByText("recorded sample data").count()).toBe(1);
    expect(await page.locator(".email").first().textContent()).toMatch(/^\S+@\S+ \w+/);

    const link = page.locator("tbody th a").first();
    expect(await link.getAttribute("href")).toMatch(/^https:\/\//);
    expect(await link.getAttribute("rel")).toBe("noopener noreferrer nofollow");
  });

  it("goes on after a reload", async () => {
    const page = await openSearch();
    await search(page, { keywords: "travel, food", target: TARGET });
    await page.locator("tbody tr").first().waitFor();
    await page.reload();
    await untilStatus(page, "completed");
    expect((await look(page)).positions).toEqual(Array.from({ length: TARGET }, (_, index) => index + 1));
  });

  it("is cancelled by a click, and keeps what it has", async () => {
    const page = await openSearch();
    await search(page, { keywords: "fitness, music, comedy", target: 1_000 });
    await page.locator("tbody tr").first().waitFor();
    await page.getByRole("button", { name: "Cancel search" }).click();
    await untilStatus(page, "cancelled");
    expect((await look(page)).handles.length).toBeGreaterThan(0);
    expect(await page.getByRole("button", { name: "Cancel search" }).count()).toBe(0);
  });

  it("says when it cannot be followed, and goes on when it can", async () => {
    const page = await openSearch();
    await search(page, { keywords: "art, dance, gaming", target: 1_000 });
    await page.locator("tbody tr").first().waitFor();
    await page.route("**/api/v2/status*", (route) => route.abort());
    const alert = page.getByRole("alert").filter({ hasText: "not up to date" });
    await alert.waitFor();
    await page.unroute("**/api/v2/status*");
    await alert.getByRole("button", { name: "Try now" }).click();
    await alert.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Cancel search" }).click();
    await untilStatus(page, "cancelled");
  });

  it("says that a target cannot be reached because the answer did, not because the address does", async () => {
    const page = await openSearch();
    const notice = page.getByText("page limits allow at most");
    await search(page, { keywords: "yoga", target: 5_000 });
    await notice.waitFor();
    await page.getByRole("button", { name: "Cancel search" }).click();
    await untilStatus(page, "cancelled");
    await page.goto(`${app.url}/search`);
    await search(page, { keywords: "makeup", target: 5 });
    await page.goto(`${page.url()}?achievable=9`);
    await untilStatus(page, "completed");
    expect(await notice.count()).toBe(0);
  });

  it("searches three platforms on one page, each followed and cancelled by itself", async () => {
    const page = await openSearch();
    await search(page, {
      keywords: "makeup",
      target: 1_000,
      platforms: ["TikTok", "Instagram", "YouTube"],
    });
    const sections = page.locator("section.job");
    await sections.nth(2).waitFor();
    expect(await sections.getByRole("heading").allTextContents()).toEqual(["TikTok", "Instagram", "YouTube"]);
    const totals = page.getByRole("region", { name: "All platforms" });
    await page.locator("tbody tr").first().waitFor();
    expect(await totals.textContent()).toMatch(/0\/3 searches ended · \d+\/3000 found/);
    expect(await page.getByText("recorded sample data").count()).toBe(1);
    await inspect(page, "run-three-live");

    await page.getByRole("button", { name: "Cancel YouTube" }).click();
    await page.locator('section.job[data-status="cancelled"]').waitFor();
    expect(await sections.nth(2).getAttribute("data-status")).toBe("cancelled");
    expect(ENDED).not.toContain(await sections.nth(0).getAttribute("data-status"));
    await page.reload();
    await totals.getByRole("button", { name: "Cancel all" }).click();
    await totals.getByText("3/3 searches ended").waitFor();
    expect(await page.locator('section.job[data-status="cancelled"]').count()).toBe(3);
    await totals.getByText("charged to the allowance").waitFor();
    expect(await page.getByRole("button", { name: /^Cancel/ }).count()).toBe(0);

    await page.goto(`${app.url}/search`);
    await page.getByRole("link", { name: "makeup on TikTok, Instagram, YouTube" }).first().waitFor();
  });

  it("says on the page of the run which platform was refused, also after a reload", async () => {
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

  it("begins nothing twice when it is sent again after an answer was lost", async () => {
    const page = await openSearch();
    let isLost = false;
    await page.route("**/api/v2/dispatch", async (route) => {
      if (isLost || !route.request().postData()?.includes('"youtube"')) return route.continue();
      isLost = true;
      await route.fetch();
      return route.abort();
    });
    await fillSearch(page, { keywords: "pottery", target: 5, platforms: ["TikTok", "YouTube"] });
    await pressSearch(page);
    await page.getByRole("alert").filter({ hasText: "nothing is begun twice" }).waitFor();
    await pressSearch(page);
    await page.waitForURL(/\/search\/[0-9a-f-]{36}/);
    await page.locator("section.job").nth(1).waitFor();
    await page.goto(`${app.url}/search`);
    await page.getByRole("link", { name: "pottery on TikTok, YouTube" }).waitFor();
    expect(await page.getByRole("link", { name: /pottery/ }).count()).toBe(1);
  });

  it("does not ask again once it has ended", async () => {
    const page = await openSearch();
    await search(page, { keywords: "makeup", target: 5 });
    await untilStatus(page, "completed");
    await page.getByText("charged to the allowance").waitFor();
    let requests = 0;
    page.on("request", () => {
      requests += 1;
    });
    await page.waitForTimeout(4_000);
    expect(requests).toBe(0);
  });
});

describe("the pages", () => {
  it("sign in and out without scripts", async () => {
    const page = await openSearch({ javaScriptEnabled: false });
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.goto(`${app.url}/search`);
    expect(page.url()).toBe(`${app.url}/sign-in?next=%2Fsearch`);
  });

  it("say plainly that a run is not there", async () => {
    const page = await openSearch();
    for (const id of [randomUUID(), "7"]) {
      await page.goto(`${app.url}/search/${id}`);
      await page.getByRole("heading", { name: "No such run" }).waitFor();
    }
  });

  it.each([
    { name: "wide", viewport: WIDE, colorScheme: "light" },
    { name: "narrow", viewport: NARROW, colorScheme: "dark" },
  ] as const)("fit a $name screen and have no serious fault in axe, in $colorScheme", async (screen) => {
    const page = await openSearch({ viewport: screen.viewport, colorScheme: screen.colorScheme });
    await search(page, { keywords: "makeup, skincare", target: TARGET });
    await page.locator("tbody tr").first().waitFor();
    await inspect(page, `run-live-${screen.viewport.width}`);
    await untilStatus(page, "completed");
    await inspect(page, `run-${screen.viewport.width}`);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await inspect(page, `sign-in-${screen.viewport.width}`);
  });
});

/** Without the name behind it, which enrichment may change. */
function handleOf(text: string | null): string {
  return text?.match(/^@[\w.]+/)?.[0] ?? "";
}

import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
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

/** A browser of its own, signed in by one click. */
async function openSearch(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext({ viewport: WIDE, ...options })).newPage();
  pages.push(page);
  await page.goto(`${app.url}/search`);
  await page.getByRole("button", { name: "Continue as Mia Marketer" }).click();
  await page.getByRole("heading", { name: "Search creators" }).waitFor();
  return page;
}

async function search(page: Page, keywords: string, target: number): Promise<void> {
  await page.getByRole("textbox", { name: "Keywords" }).fill(keywords);
  await page.getByLabel("Creators wanted").fill(String(target));
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await page.waitForURL(/\/search\/[0-9a-f-]{36}/);
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

async function seriousViolations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: AXE });
  const results = await page.evaluate<AxeResults>("axe.run()");
  return results.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
}

describe("a search", () => {
  it("shows rows while it runs, keeps them in place, and ends at the target", async () => {
    const page = await openSearch();
    await search(page, "makeup\nskincare", TARGET);
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
    await search(page, "travel, food", TARGET);
    await page.locator("tbody tr").first().waitFor();
    await page.reload();
    await untilStatus(page, "completed");
    expect((await look(page)).positions).toEqual(Array.from({ length: TARGET }, (_, index) => index + 1));
  });

  it("is cancelled by a click, and keeps what it has", async () => {
    const page = await openSearch();
    await search(page, "fitness, music, comedy", 1_000);
    await page.locator("tbody tr").first().waitFor();
    await page.getByRole("button", { name: "Cancel search" }).click();
    await untilStatus(page, "cancelled");
    expect((await look(page)).handles.length).toBeGreaterThan(0);
    expect(await page.getByRole("button", { name: "Cancel search" }).count()).toBe(0);
  });

  it("says when it cannot be followed, and goes on when it can", async () => {
    const page = await openSearch();
    await search(page, "art, dance, gaming", 1_000);
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
    await search(page, "yoga", 5_000);
    await notice.waitFor();
    await page.getByRole("button", { name: "Cancel search" }).click();
    await untilStatus(page, "cancelled");
    await page.goto(`${app.url}/search`);
    await search(page, "makeup", 5);
    await page.goto(`${page.url()}?achievable=9`);
    await untilStatus(page, "completed");
    expect(await notice.count()).toBe(0);
  });

  it("searches three platforms on one page, each followed and cancelled by itself", async () => {
    const page = await openSearch();
    for (const name of ["Instagram", "YouTube"]) await page.getByRole("checkbox", { name }).check();
    await search(page, "makeup", 1_000);
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
    await page.getByRole("checkbox", { name: "YouTube" }).check();
    await search(page, "makeup", 5);
    const notice = page.getByText("Not begun on YouTube: The plan does not include YouTube.");
    await notice.waitFor();
    await untilStatus(page, "completed");
    await page.reload();
    await notice.waitFor();
  });

  it("begins nothing twice when it is sent again after an answer was lost", async () => {
    const page = await openSearch();
    await page.getByRole("checkbox", { name: "YouTube" }).check();
    let isLost = false;
    await page.route("**/api/v2/dispatch", async (route) => {
      if (isLost || !route.request().postData()?.includes('"youtube"')) return route.continue();
      isLost = true;
      await route.fetch();
      return route.abort();
    });
    await page.getByRole("textbox", { name: "Keywords" }).fill("pottery");
    await page.getByLabel("Creators wanted").fill("5");
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await page.getByRole("alert").filter({ hasText: "nothing is begun twice" }).waitFor();
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await page.waitForURL(/\/search\/[0-9a-f-]{36}/);
    await page.locator("section.job").nth(1).waitFor();
    await page.goto(`${app.url}/search`);
    await page.getByRole("link", { name: "pottery on TikTok, YouTube" }).waitFor();
    expect(await page.getByRole("link", { name: /pottery/ }).count()).toBe(1);
  });

  it("does not ask again once it has ended", async () => {
    const page = await openSearch();
    await search(page, "makeup", 5);
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
  it("show what is wrong beside the field", async () => {
    const page = await openSearch();
    await page.getByLabel("Creators wanted").fill("0");
    await page.getByRole("textbox", { name: "Keywords" }).fill("makeup");
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await page.locator("#targetResults-error").waitFor();
    expect(await page.locator("#targetResults-error").textContent()).toContain("at least 1");
    expect(await page.getByLabel("Creators wanted").getAttribute("aria-invalid")).toBe("true");
    expect(page.url()).toBe(`${app.url}/search`);
  });

  it("tell beside the form what a search would cost, and search whatever that says", async () => {
    const page = await openSearch();
    const estimate = page.locator(".estimate");
    await page.getByRole("textbox", { name: "Keywords" }).fill("makeup");
    await estimate.getByText("At most 100 creators of your").waitFor();
    await page.getByRole("checkbox", { name: "Instagram" }).check();
    await estimate.getByText("At most 200 creators (TikTok 100, Instagram 100)").waitFor();
    await page.getByLabel("Creators wanted").fill("5001");
    await estimate.getByText("At most").waitFor({ state: "detached" });
    await page.route("**/api/v2/estimate", (route) => route.abort());
    await page.getByLabel("Creators wanted").fill("5");
    await estimate.getByText("No estimate: Shoal does not answer.").waitFor();
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await page.locator("section.job").nth(1).waitFor();
    await page.goto(`${app.url}/search`);
    const isChosen = (name: string) => page.getByRole("checkbox", { name }).isChecked();
    await page.waitForFunction("document.querySelectorAll('[name=platform]:checked').length === 2");
    expect([await isChosen("TikTok"), await isChosen("Instagram")]).toEqual([true, true]);
  });

  it("ask for at least one platform", async () => {
    const page = await openSearch();
    await page.getByRole("checkbox", { name: "TikTok" }).uncheck();
    await page.getByRole("textbox", { name: "Keywords" }).fill("makeup");
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await page.getByText("Choose at least one platform.").waitFor();
    expect(page.url()).toBe(`${app.url}/search`);
  });

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
    await search(page, "makeup, skincare", TARGET);
    await page.locator("tbody tr").first().waitFor();
    await inspect(page, `run-live-${screen.viewport.width}`);
    await untilStatus(page, "completed");
    await inspect(page, `run-${screen.viewport.width}`);
    await page.goto(`${app.url}/search`);
    await inspect(page, `search-${screen.viewport.width}`);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await inspect(page, `sign-in-${screen.viewport.width}`);
  });
});

async function inspect(page: Page, name: string): Promise<void> {
  // Next sends the title of a page that it navigates to behind the page itself.
  await page.waitForFunction("document.title !== ''");
  await page.screenshot({ path: `test-results/${name}.png` });
  expect(await seriousViolations(page)).toEqual([]);
  const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(isTooWide).toBe(false);
}

/** Without the name behind it, which enrichment may change. */
function handleOf(text: string | null): string {
  return text?.match(/^@[\w.]+/)?.[0] ?? "";
}

import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { fillSearch, openSearchPage, pressSearch } from "./search-form.ts";

let app: TestApp;
let browser: Browser;
const pages: Page[] = [];

beforeAll(async () => {
  app = await startApp();
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

describe("a search", () => {
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
    await page.locator("li[data-part]").nth(1).waitFor();
    await page.goto(`${app.url}/search`);
    await page.getByRole("link", { name: "pottery on TikTok, YouTube" }).waitFor();
    expect(await page.getByRole("link", { name: /pottery/ }).count()).toBe(1);
  });
});

describe("the frame", () => {
  it("signs out, and then asks who one is", async () => {
    const page = await openSearch();
    await page.getByRole("button", { name: "Account of Mia Marketer" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.goto(`${app.url}/search`);
    expect(page.url()).toBe(`${app.url}/sign-in?next=%2Fsearch`);
  });

  it("leads elsewhere by the palette and by keys", async () => {
    const page = await openSearch();
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("textbox").fill("jobs");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Jobs" }).waitFor();
    // Until it has closed, keys are its own.
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("g");
    await page.keyboard.press("s");
    await page.getByRole("heading", { name: "Search creators" }).waitFor();
    await page.keyboard.press("/");
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute("data-search-field")))
      .not.toBeNull();
  });

  it("lets no script run that the page does not name", async () => {
    const page = await openSearch();
    const response = await page.reload();
    const policy = response?.headers()["content-security-policy"] ?? "";
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic'/);
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    const isRun = await page.evaluate(() => {
      const script = document.createElement("div");
      script.innerHTML = '<img src="x" onerror="window.isHijacked = true">';
      document.body.append(script);
      return new Promise((resolve) => setTimeout(() => resolve("isHijacked" in window), 500));
    });
    expect(isRun).toBe(false);
  });
});

import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import {
  fillSearch,
  inspect,
  keywordsField,
  openSearchPage,
  pressSearch,
  search,
  targetField,
} from "./search-form.ts";

const SETTLED_MS = 20_000;

let app: TestApp;
let browser: Browser;
const pages: Page[] = [];

beforeAll(async () => {
  app = await startApp({ sandbox: { searchLatencyMs: 100, profileLatencyMs: 50 } });
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

/** The keywords that stand as chips. */
async function chips(page: Page): Promise<string[]> {
  const names = await page
    .getByRole("button", { name: /^Remove / })
    .evaluateAll((crosses) => crosses.map((cross) => cross.getAttribute("aria-label") ?? ""));
  return names
    .filter((name) => !name.startsWith("Remove the filter") && name !== "Remove all keywords")
    .map((name) => name.slice("Remove ".length));
}

function focusedName(page: Page): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? null);
}

/** The page shows at once what was done, and writes it into the address a little later. */
function eventually<T>(read: () => Promise<T> | T) {
  return expect.poll(read, { timeout: SETTLED_MS });
}

/** A pasted text, as the clipboard gives it. */
async function paste(page: Page, text: string): Promise<void> {
  await keywordsField(page).evaluate((field, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

describe("a first visit", () => {
  it("offers examples that fill the form, and begins nothing by itself", async () => {
    const page = await openSearch({ viewport: { width: 1_440, height: 900 } });
    await page.getByText("No searches yet").waitFor();
    await inspect(page, "search-first-1440");
    await page.getByRole("button", { name: /^Beauty and skincare/ }).click();
    expect(await chips(page)).toEqual(["makeup", "skincare", "hair"]);
    expect(await page.getByRole("checkbox", { name: "Instagram" }).isChecked()).toBe(true);
    await page.getByText("At most 200 creators").first().waitFor();
    expect(new URL(page.url()).searchParams.get("q")).toBe("makeup,skincare,hair");
  });
});

describe("the form", () => {
  it("makes chips of a pasted list, each keyword once, and says what is too many", async () => {
    const page = await openSearch();
    await page.getByRole("heading", { name: "Search creators" }).click();
    await page.keyboard.press("/");
    await paste(page, "Makeup, skincare\nMAKEUP\nｍａｋｅｕｐ\r\nnail art");
    await eventually(() => chips(page)).toEqual(["Makeup", "skincare", "nail art"]);
    await paste(page, Array.from({ length: 50 }, (_, at) => `word ${at}`).join("\n"));
    await page.getByText("A search takes 50 keywords; 3 more were left out.").waitFor();
    expect(await chips(page)).toHaveLength(50);
  });

  it("stands in the address: a reload brings the same, and defaults are left out", async () => {
    const page = await openSearch();
    const link = `${app.url}/search?q=makeup,nail+art&on=instagram,youtube&target=250&expand=true&followers=1000..50000&country=DE,AT`;
    await page.goto(link);
    for (let visit = 0; visit < 2; visit += 1) {
      expect(await chips(page)).toEqual(["makeup", "nail art"]);
      expect(await targetField(page).inputValue()).toBe("250");
      expect(await page.getByRole("checkbox", { name: "TikTok" }).isChecked()).toBe(false);
      expect(await page.getByRole("switch").isChecked()).toBe(true);
      await page.getByText("followers 1,000 to 50,000").waitFor();
      await page.getByText("country Germany or Austria").waitFor();
      await page.reload();
    }
    await page.getByRole("button", { name: "Clear all" }).click();
    await fillSearch(page, { target: 100, platforms: ["TikTok"] });
    await page.getByRole("switch").click();
    await page.getByRole("button", { name: "Remove all keywords" }).click();
    await eventually(() => new URL(page.url()).search).toBe("");
  });

  it("tells what it would take while it is filled in, and searches whatever that says", async () => {
    const page = await openSearch();
    const estimate = page.getByRole("region", { name: "What it takes" });
    await fillSearch(page, { keywords: "makeup" });
    await estimate.getByText("At most 100 creators").first().waitFor();
    await fillSearch(page, { platforms: ["TikTok", "Instagram"] });
    await estimate.getByText("TikTok 100, Instagram 100").waitFor();
    await fillSearch(page, { target: 5_001 });
    await page.getByText("Must be at most 5000.").waitFor();
    await page.route("**/api/v2/estimate", (route) => route.abort());
    await fillSearch(page, { target: 5 });
    await estimate.getByText("No estimate: Shoal does not answer.").waitFor();
    await pressSearch(page);
    await page.waitForURL(/\/search\/[0-9a-f-]{36}/);
    await page.goto(`${app.url}/search`);
    const isChosen = (name: string) => page.getByRole("checkbox", { name }).isChecked();
    await eventually(() => isChosen("Instagram")).toBe(true);
    expect([await isChosen("TikTok"), await isChosen("YouTube")]).toEqual([true, false]);
  });

  it("says by name what each platform cannot do", async () => {
    const page = await openSearch();
    await page.goto(`${app.url}/search?q=yoga&on=instagram,youtube&target=5000&verified=true&country=DE`);
    const card = (name: string) => page.getByRole("checkbox", { name });
    await card("Instagram").getByText("Cannot filter by country").waitFor();
    await card("YouTube").getByText("Cannot filter by verified").waitFor();
    await card("YouTube")
      .getByText(/^Can bring [\d,]+ of 5,000$/)
      .waitFor();
    await page.getByRole("button", { name: /^Filters/ }).click();
    await page.getByText("Not applied on Instagram").waitFor();
    expect(await page.getByText("Not applied on YouTube").count()).toBe(2);
  });

  it("offers filters by name and removes each by its chip, with the keyboard alone", async () => {
    const page = await openSearch();
    await page.getByRole("button", { name: "Filters" }).press("Enter");
    const countries = page.getByRole("combobox", { name: "Countries" });
    await countries.fill("switz");
    await page.getByRole("option", { name: "Switzerland" }).waitFor();
    await countries.press("ArrowDown");
    await countries.press("Enter");
    await page
      .getByRole("group", { name: "Engagement rate" })
      .getByRole("textbox", { name: "At least" })
      .fill("2.5");
    await page.getByText("engagement rate at least 2.5%").waitFor();
    expect(new URL(page.url()).searchParams.get("country")).toBe("CH");
    expect(await page.getByLabel("2 filters active").count()).toBe(1);
    await page.getByRole("button", { name: "Remove the filter engagement rate" }).press("Enter");
    await eventually(() => focusedName(page)).toBe("Remove the filter country");
    await page.keyboard.press("Enter");
    await eventually(() => new URL(page.url()).search).toBe("");
  });
});

describe("suggestions", () => {
  it("come with reasons, are taken or dismissed one by one, and keep the keyboard's place", async () => {
    const page = await openSearch();
    expect(await page.getByRole("button", { name: "Suggest keywords" }).isDisabled()).toBe(true);
    await fillSearch(page, { keywords: "makeup" });
    await page.getByRole("button", { name: "Suggest keywords" }).press("Enter");
    await page.getByText("no model answered").waitFor();
    const first = page.getByRole("button", { name: "Add makeup tips" });
    await page.getByRole("button", { name: "Dismiss all" }).focus();
    await page.keyboard.press("Tab");
    await page.getByRole("tooltip").filter({ hasText: "what people look for" }).first().waitFor();
    expect(await first.evaluate((button) => document.activeElement === button)).toBe(true);
    await page.keyboard.press("Enter");
    await eventually(() => chips(page)).toEqual(["makeup", "makeup tips"]);
    await eventually(() => focusedName(page)).toBe("Add makeup tutorial");
    await page.getByRole("button", { name: "Dismiss makeup tutorial" }).click();
    await page.getByRole("button", { name: "Add makeup tutorial" }).waitFor({ state: "detached" });
    expect(await chips(page)).toEqual(["makeup", "makeup tips"]);
    await inspect(page, "search-suggestions");
  });

  it("say that nothing was found, and that asking failed", async () => {
    const page = await openSearch();
    await fillSearch(page, { keywords: "makeup" });
    await page.route("**/api/v2/keywords/suggest", (route) => route.abort());
    await page.getByRole("button", { name: "Suggest keywords" }).click();
    const alert = page.getByRole("alert").filter({ hasText: "No suggestions: Shoal does not answer." });
    await alert.waitFor();
    await page.unroute("**/api/v2/keywords/suggest");
    await page.route("**/api/v2/keywords/suggest", (route) =>
      route.fulfill({ json: { keywords: [], source: "model-of-tests", cached: false } }),
    );
    await alert.getByRole("button", { name: "Try again" }).click();
    await page.getByText("No further keywords came to mind").waitFor();
  });
});

describe("what is refused", () => {
  it("is told at its field, where the focus moves", async () => {
    const page = await openSearch();
    await pressSearch(page);
    await page.getByText("At least one keyword").waitFor();
    await expect
      .poll(() => keywordsField(page).evaluate((field) => document.activeElement === field))
      .toBe(true);
    await fillSearch(page, { keywords: "makeup", platforms: [] });
    await pressSearch(page);
    await page.getByText("Choose at least one platform.").waitFor();
    await page.goto(`${app.url}/search?q=makeup&followers=500..10`);
    await pressSearch(page);
    await page.getByText("At least: must not be more than max.").waitFor();
    const least = page.getByRole("group", { name: "Followers" }).getByRole("textbox", { name: "At least" });
    await eventually(() => least.evaluate((field) => document.activeElement === field)).toBe(true);
    expect(await least.getAttribute("aria-invalid")).toBe("true");
    await inspect(page, "search-refused");
    await least.fill("5");
    await page.getByText("must not be more than max").waitFor({ state: "detached" });
    expect(page.url()).toContain(`${app.url}/search?`);
  });

  it("by plan or allowance stays, with what is left and until when", async () => {
    const page = await openSearch();
    await fillSearch(page, { keywords: "makeup" });
    await page.getByText("At most 100 creators").first().waitFor();
    await page.route("**/api/v2/dispatch", (route) =>
      route.fulfill({
        status: 403,
        json: {
          error: {
            code: "plan_limit",
            message: "The growth plan does not include TikTok.",
            field: "platform",
          },
        },
      }),
    );
    await pressSearch(page);
    const alert = page.getByRole("alert").filter({ hasText: "The growth plan does not include TikTok." });
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(/[\d,]+ creators are left until the allowance is renewed on /);
    await inspect(page, "search-plan-limit");
  });
});

describe("recent searches", () => {
  it("show each run in a line with its state in words, and lead to it", async () => {
    const page = await openSearch();
    await search(page, { keywords: "pottery", target: 5, platforms: ["TikTok", "YouTube"] });
    await page.goto(`${app.url}/search`);
    const line = page.getByRole("listitem").filter({ hasText: "pottery" });
    await line.getByText("Done").waitFor();
    expect(await line.textContent()).toMatch(/\d+ of 10 found · \d+ e-mails?.* by Mia Marketer$/);
    await line.getByRole("link", { name: "pottery on TikTok, YouTube" }).click();
    await page.waitForURL(/\/search\/[0-9a-f-]{36}/);
  });

  it("say when they are not up to date, and go on when they can", async () => {
    const page = await openSearch();
    await page.route("**/api/v2/jobs?*", (route) => route.abort());
    await page.reload();
    const alert = page.getByRole("alert").filter({ hasText: "Not up to date" });
    await alert.waitFor();
    await page.unroute("**/api/v2/jobs?*");
    await alert.getByRole("button", { name: "Try again" }).click();
    await alert.waitFor({ state: "detached" });
  });
});

describe("the page", () => {
  it("breaks no rule of its policy, and logs no error", async () => {
    const page = await openSearch();
    const faults: string[] = [];
    page.on("console", (message) => {
      // The list of campaigns and pages that this Shoal does not have yet.
      if (message.type() === "error" && !message.text().includes("404")) faults.push(message.text());
    });
    page.on("pageerror", (error) => faults.push(error.message));
    await page.reload();
    await fillSearch(page, { keywords: "makeup", target: 20 });
    await page.getByRole("button", { name: "Filters" }).click();
    await page.getByRole("combobox", { name: "Languages" }).click();
    await page.getByRole("option", { name: "German", exact: true }).click();
    await page.getByRole("button", { name: "Suggest keywords" }).click();
    await page.getByText("no model answered").waitFor();
    expect(faults).toEqual([]);
  });
});

import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const PLATFORMS = ["TikTok", "Instagram", "YouTube"];

/** A browser of its own on the search page, signed in by one click. */
export async function openSearchPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await (
    await browser.newContext({ viewport: { width: 1_280, height: 800 }, ...options })
  ).newPage();
  await page.goto(`${url}/search`);
  await page.getByRole("button", { name: "Continue as Mia Marketer" }).click();
  await page.getByRole("heading", { name: "Search creators" }).waitFor();
  return page;
}

export interface SearchWanted {
  /** With commas between. */
  keywords?: string;
  target?: number;
  /** By name; what is not named is switched off. */
  platforms?: readonly string[];
}

/** Fills in what is named, and leaves the rest as it is. */
export async function fillSearch(page: Page, { keywords, target, platforms }: SearchWanted): Promise<void> {
  if (keywords !== undefined) {
    await keywordsField(page).fill(keywords);
    await keywordsField(page).press("Enter");
  }
  if (target !== undefined) await targetField(page).fill(String(target));
  if (platforms === undefined) return;
  for (const name of PLATFORMS) {
    await page.getByRole("checkbox", { name, exact: true }).setChecked(platforms.includes(name));
  }
}

export function keywordsField(page: Page) {
  return page.getByRole("combobox", { name: "Keywords", exact: true });
}

export function targetField(page: Page) {
  return page.getByRole("textbox", { name: "Creators wanted" });
}

export async function pressSearch(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Search", exact: true }).click();
}

/** Fills, sends, and is on the page of the run. */
export async function search(page: Page, wanted: SearchWanted): Promise<void> {
  await fillSearch(page, wanted);
  await pressSearch(page);
  await page.waitForURL(/\/search\/[0-9a-f-]{36}/);
}

/** Expects no fault that axe finds in what the frame holds, and nothing that is cut off or wider than the screen. */
export async function inspect(page: Page, name: string): Promise<void> {
  // Next sends the title of a page that it navigates to behind the page itself.
  await page.waitForFunction("document.title !== ''");
  await page.screenshot({ path: `test-results/${name}.png`, fullPage: true });
  await page.addScriptTag({ path: AXE });
  const { violations } = await page.evaluate<AxeResults>("axe.run('#content')");
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(false);
}

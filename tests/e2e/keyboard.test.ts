import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { SignedInPages } from "./boards-pages.ts";
import { look, untilShown, untilStatus } from "./run-page.ts";

const TARGET = 12;
/** Beyond what any page here has. */
const STEPS_MAX = 120;
let app: TestApp;
let browser: Browser;
let pages: SignedInPages;

beforeAll(async () => {
  app = await startApp({ sandbox: { searchLatencyMs: 100, profileLatencyMs: 50 } });
  browser = await launchBrowser();
  pages = new SignedInPages(app, browser);
});

afterEach(async () => {
  expect(pages.takeComplaints()).toEqual([]);
  await pages.close();
});

afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

/** Of what has the focus: how it is called, and in which row and panel it is. */
function focused(page: Page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : null;
    return {
      name: (element?.getAttribute("aria-label") ?? label ?? element?.textContent ?? "").trim(),
      isRow: element?.matches("tr[data-key]") ?? false,
      row: element?.closest("[data-key]")?.getAttribute("data-key") ?? null,
      panel: element?.closest("[data-panel]")?.getAttribute("data-panel") ?? null,
    };
  });
}

/** Steps on with the Tab key until what is called so has the focus. */
async function stepTo(page: Page, name: string): Promise<void> {
  for (let step = 0; step < STEPS_MAX; step += 1) {
    await page.keyboard.press("Tab");
    if ((await focused(page)).name === name) return;
  }
  throw new Error(`no step leads to "${name}", but to "${(await focused(page)).name}"`);
}

/** Signs in and searches, beginning with nothing but the sign-in page. */
async function searchByKeys(page: Page): Promise<void> {
  await stepTo(page, "Continue as Mia Marketer");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Search creators" }).waitFor();
  await stepTo(page, "Skip to content");
  await page.keyboard.press("Enter");
  await stepTo(page, "Keywords");
  await page.keyboard.type("makeup");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Remove makeup" }).waitFor();
  await stepTo(page, "Creators wanted");
  await page.keyboard.press("Control+a");
  await page.keyboard.type(String(TARGET));
  await stepTo(page, "Search");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\/[0-9a-f-]{36}/);
  await untilStatus(page, "completed");
  await untilShown(page, TARGET);
}

/** The row at `place` has the focus itself, so that the next key goes on from there. */
async function untilAtRow(page: Page, place: number): Promise<void> {
  const key = (await look(page)).keys[place];
  await expect.poll(() => focused(page)).toMatchObject({ isRow: true, row: key, panel: null });
}

describe("with the keyboard alone", () => {
  it.each([
    { name: "beside the table", viewport: { width: 1_440, height: 900 } },
    { name: "over the table, at 200 %", viewport: { width: 720, height: 450 } },
  ])(
    "one comes from the sign-in page to a creator's panel $name, and back to the row",
    async ({ viewport }) => {
      const page = await pages.openAs(null, "/sign-in", { viewport });
      await searchByKeys(page);
      const { keys } = await look(page);
      const panel = page.getByRole("complementary");

      await page.keyboard.press("j");
      await untilAtRow(page, 0);
      await page.keyboard.press("Enter");
      await panel.waitFor();
      expect(await panel.getAttribute("data-panel")).toBe(keys[0]);
      await page.keyboard.press("Escape");
      await panel.waitFor({ state: "detached" });
      await untilAtRow(page, 0);

      await page.keyboard.press("Enter");
      await panel.waitFor();
      await stepTo(page, "Next creator");
      for (const key of keys.slice(1, 3)) {
        await page.keyboard.press("Enter");
        await expect.poll(() => focused(page)).toMatchObject({ name: "Next creator", panel: key });
      }
      await stepTo(page, "Close");
      await page.keyboard.press("Enter");
      await panel.waitFor({ state: "detached" });
      await untilAtRow(page, 2);
      await page.keyboard.press("j");
      await untilAtRow(page, 3);
    },
  );

  it("one opens a creator from the cards, and is back at that card", async () => {
    const page = await pages.openAs(null, "/sign-in");
    await searchByKeys(page);
    await stepTo(page, "Table");
    await page.keyboard.press("ArrowRight");
    await page.getByRole("article").first().waitFor();
    await stepTo(page, "Creators");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    const { name, row } = await focused(page);
    expect(name).toMatch(/^Details: everything known about /);
    await page.keyboard.press("Enter");
    const panel = page.getByRole("complementary");
    await panel.waitFor();
    await stepTo(page, "Close");
    await page.keyboard.press("Enter");
    await panel.waitFor({ state: "detached" });
    await expect.poll(() => focused(page)).toMatchObject({ name, row, panel: null });
  });
});

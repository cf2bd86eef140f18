import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { SignedInPages } from "./boards-pages.ts";
import { untilStatus } from "./run-page.ts";
import { search } from "./search-form.ts";

/** So often rows must have come in behind the count. */
const ARRIVALS = 3;
let app: TestApp;
let browser: Browser;
let pages: SignedInPages;

beforeAll(async () => {
  app = await startApp({ sandbox: { searchLatencyMs: 1_500, profileLatencyMs: 600 } });
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

/** Where each creator in sight stands on the screen. */
function places(page: Page): Promise<Record<string, { left: number; top: number; width: number }>> {
  return page.evaluate(() => {
    const rows = [...document.querySelectorAll("[data-key]")];
    return Object.fromEntries(
      rows.map((row) => {
        const { left, top, width } = row.getBoundingClientRect();
        return [row.getAttribute("data-key") ?? "", { left, top, width }];
      }),
    );
  });
}

/** Has the browser note each time that something within the results moves by itself. */
function watchShifts(page: Page): Promise<void> {
  return page.evaluate(() => {
    const shifts: string[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { sources = [] } = entry as PerformanceEntry & { sources?: { node: Node | null }[] };
        for (const { node } of sources) {
          const element = node instanceof Element ? node : node?.parentElement;
          if (element?.closest('section[aria-label="Creators"]')) shifts.push(element.outerHTML);
        }
      }
    }).observe({ type: "layout-shift" });
  });
}

describe("while rows come in", () => {
  it.each([
    { view: "table", width: 1_280 },
    { view: "cards", width: 1_280 },
    { view: "table", width: 720 },
  ])("nothing moves under who has scrolled the $view, $width wide", async ({ view, width }) => {
    const page = await pages.open("Mia Marketer", "/search", { viewport: { width, height: 900 } });
    await search(page, { keywords: "fitness, music, comedy, travel", target: 1_000 });
    await page.locator("[data-key]").first().waitFor();
    if (view === "cards") {
      await page.getByRole("radiogroup", { name: "View" }).getByText("Cards").click();
      await page.getByRole("article").first().waitFor();
    }
    const results = page.getByRole("region", { name: "Creators" });
    await results.hover();
    await page.mouse.wheel(0, 200);
    const fresh = page.getByRole("button", { name: /^\d+ new · show$/ });
    await fresh.waitFor();
    await watchShifts(page);

    const before = await places(page);
    expect(Object.keys(before).length).toBeGreaterThan(5);
    const counts = new Set<string | null>();
    const seen: unknown[] = [];
    await expect
      .poll(
        async () => {
          counts.add(await fresh.textContent());
          seen.push(await places(page));
          return counts.size;
        },
        { timeout: 30_000 },
      )
      .toBeGreaterThan(ARRIVALS);
    for (const then of seen) expect(then).toEqual(before);
    expect(await page.evaluate("window.shifts")).toEqual([]);
    await page.getByRole("button", { name: "Stop search" }).click();
    await untilStatus(page, "cancelled");
  });
});

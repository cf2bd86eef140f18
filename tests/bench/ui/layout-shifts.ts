import type { BrowserContext } from "playwright-core";
import { untilStatus } from "#tests/e2e/run-page.ts";

export interface Shift {
  value: number;
  /** When, in ms since the page was opened. */
  atMs: number;
  /** What moved. */
  elements: string[];
}

interface LayoutShift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null }[];
}

/** Every shift of the layout from opening the page of a run to its end, but those that follow upon an input. */
export async function shiftsUntilEnd(context: BrowserContext, url: string): Promise<Shift[]> {
  const page = await context.newPage();
  await page.addInitScript(() => {
    const shifts: Shift[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as LayoutShift[]) {
        if (entry.hadRecentInput) continue;
        const elements = entry.sources.map(({ node }) => {
          const element = node instanceof Element ? node : node?.parentElement;
          return element?.outerHTML.slice(0, 120) ?? "";
        });
        shifts.push({ value: entry.value, atMs: Math.round(entry.startTime), elements });
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(url);
  await untilStatus(page, "completed");
  await page.waitForTimeout(1_000);
  const shifts = await page.evaluate(() => Reflect.get(window, "shifts") as Shift[]);
  await page.close();
  return shifts;
}

import type { Page } from "playwright-core";
import { LIST, untilDrawn } from "./pages.ts";

const WHEEL_TURNS = 40;
const WHEEL_PX = 700;
/** As when the bar is dragged: shares of the whole height. */
const JUMPS = [0.1, 0.9, 0.3, 0.7, 0.5, 0.95, 0.2, 0.8, 0.4, 0.6];

/** Scrolls through the list: by the wheel, a screen a turn, and then from place to place. */
export async function scrollThrough(page: Page): Promise<void> {
  await page.locator(LIST).hover({ position: { x: 200, y: 200 } });
  for (let turn = 0; turn < WHEEL_TURNS; turn += 1) {
    await page.mouse.wheel(0, WHEEL_PX);
    await untilDrawn(page);
  }
  for (const share of JUMPS) {
    await scrollTo(page, share);
    await untilDrawn(page);
  }
}

/** @param share of the list's height, 0 for its beginning */
export async function scrollTo(page: Page, share: number): Promise<void> {
  await page.locator(LIST).evaluate((list, at) => {
    list.scrollTop = at * list.scrollHeight;
  }, share);
}

import type { Browser, BrowserContext, Page } from "playwright-core";
import type { SignedIn } from "../shared/accounts.ts";
import type { World } from "../shared/world.ts";

export const WIDE = { width: 1_440, height: 900 };
export const NARROW = { width: 390, height: 844 };

/** A profile of the browser's own, as that member. */
export async function openSession(
  browser: Browser,
  world: World,
  member: SignedIn,
  viewport = WIDE,
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport });
  const cookies = member.cookie.split("; ").map((cookie) => {
    const [name = "", ...value] = cookie.split("=");
    return { name, value: value.join("="), url: world.url };
  });
  await context.addCookies(cookies);
  return context;
}

/** The list of creators, on the product's page and on the reference page. */
export const LIST = 'section[aria-label="Creators"]';

/** Until a page of either kind says that it has so many rows. */
export async function untilCount(page: Page, count: number): Promise<void> {
  await page.locator(`[data-shown="${count}"]`).waitFor({ timeout: 180_000 });
}

/** Until the browser has drawn twice: what was asked for is on the screen. */
export async function untilDrawn(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
      }),
  );
}

import type { Page } from "playwright-core";

/** State and rows of a run's page at one moment. */
export function look(page: Page) {
  return page.evaluate(() => ({
    status: document.querySelector("section[data-status]")?.getAttribute("data-status") ?? "",
    shown: Number(document.querySelector("[data-shown]")?.getAttribute("data-shown") ?? 0),
    keys: [...document.querySelectorAll("tr[data-key]")].map((row) => row.getAttribute("data-key") ?? ""),
  }));
}

export async function untilStatus(page: Page, status: string): Promise<void> {
  await page.locator(`section[data-status="${status}"]`).waitFor();
}

export async function untilRows(page: Page): Promise<void> {
  await page.locator("tr[data-key]").first().waitFor();
}

/** Until so many creators are shown, whether or not they are in sight. */
export async function untilShown(page: Page, count: number): Promise<void> {
  await page.locator(`[data-shown="${count}"]`).waitFor();
}

/** Where each row in sight is on the screen, by its creator. */
export function rowPlaces(page: Page): Promise<Record<string, number>> {
  return page.evaluate(() => {
    const scroller = document.querySelector('section[aria-label="Creators"]');
    const top = scroller?.getBoundingClientRect().top ?? 0;
    const rows = [...document.querySelectorAll("tr[data-key]")];
    return Object.fromEntries(
      rows.map((row) => [row.getAttribute("data-key") ?? "", row.getBoundingClientRect().top - top]),
    );
  });
}

import type { Page } from "playwright-core";
import type { JobSummary, StatusAnswer } from "#lib/search-engine/types.ts";
import type { Session } from "#tests/support/app.ts";

/** A run that has come to its end, whichever. */
export const ENDED = ["completed", "partial", "error", "cancelled"];
const ROWS_MAX = 1_000;

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

/** The run whose page it is. */
export function runIdOf(page: Page): string {
  return new URL(page.url()).pathname.split("/")[2] ?? "";
}

/** The searches of a run, oldest first, each as the API tells it with all that it has delivered. */
export async function readRun(session: Session, runId: string): Promise<StatusAnswer[]> {
  const { jobs } = (await (await session(`/api/v2/jobs?runId=${runId}`)).json()) as { jobs: JobSummary[] };
  return Promise.all(
    jobs
      .toReversed()
      .map(async ({ jobId }) => (await session(`/api/v2/status?jobId=${jobId}&limit=${ROWS_MAX}`)).json()),
  );
}

/** Of the creators of a run, as the page tells rows apart, in the order of delivery. */
export function keysOf(searches: readonly StatusAnswer[]): string[] {
  const creators = searches.flatMap((search) =>
    search.creators.toSorted((one, other) => one.position - other.position),
  );
  return creators.map(({ platform, platformId }) => `${platform}:${platformId}`);
}

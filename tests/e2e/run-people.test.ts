import { randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { DispatchAnswer } from "#lib/search-engine/types.ts";
import { OTHER_USER, type Session, startApp, type TestApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { SignedInPages } from "./boards-pages.ts";
import { dispatch, untilEnded } from "./jobs.ts";
import { switchCalls } from "./provider.ts";
import { ENDED, keysOf, look, readRun, untilShown, untilStatus } from "./run-page.ts";

const TARGET = 12;
const MANAGER = "Max Manager";
let app: TestApp;
let browser: Browser;
let pages: SignedInPages;
let marketer: Session;
let other: Session;

beforeAll(async () => {
  app = await startApp({ sandbox: { searchLatencyMs: 50, profileLatencyMs: 20 } });
  browser = await launchBrowser();
  pages = new SignedInPages(app, browser);
  marketer = await app.signIn("marketer@example.com");
  other = await app.signIn(OTHER_USER);
});

afterEach(async () => {
  expect(pages.takeComplaints()).toEqual([]);
  await pages.close();
});

afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

function begin(session: Session, keyword: string): Promise<DispatchAnswer> {
  return dispatch(session, { keywords: [keyword], targetResults: TARGET });
}

/** All that a page says, to the reader and to the browser. */
async function told(page: Page, path: string) {
  const answer = await page.goto(app.url + path);
  await page.getByRole("heading", { name: "Not found" }).waitFor();
  return {
    status: answer?.status(),
    title: await page.title(),
    text: await page.locator("#content").ariaSnapshot(),
  };
}

describe("a run of the marketer", () => {
  it("is followed to its end by the manager of the same account", async () => {
    const admin = await app.signIn("admin@example.com");
    await switchCalls(admin, "off");
    const { runId } = await begin(marketer, "makeup");
    const page = await pages.open(MANAGER, `/search/${runId}`);
    expect(ENDED).not.toContain((await look(page)).status);
    await page.getByRole("button", { name: "Stop search" }).waitFor();
    await switchCalls(admin, "on");
    await untilStatus(page, "completed");
    await untilShown(page, TARGET);
    const searches = await readRun(marketer, runId);
    expect((await look(page)).keys).toEqual(keysOf(searches));

    await page.goto(`${app.url}/jobs`);
    const line = page.locator(`[data-job="${searches[0]?.jobId}"]`);
    await line.getByText("Mia Marketer").waitFor();
    await line.getByRole("link", { name: "Timeline" }).click();
    await page.getByText("Asked for by Mia Marketer").waitFor();
    await page.goto(`${app.url}/search`);
    await page
      .getByRole("listitem")
      .filter({ hasText: "by Mia Marketer" })
      .getByRole("link", { name: "makeup on TikTok" })
      .click();
    await page.waitForURL(`${app.url}/search/${runId}`);
  });
});

describe("a run of another account", () => {
  it("is the same page as one that never was, for whoever asks and whatever part of it", async () => {
    const ours = await begin(marketer, "skincare");
    const theirs = await begin(other, "skincare");
    await untilEnded(marketer, ours.jobId);
    await untilEnded(other, theirs.jobId);
    for (const [email, run] of [
      ["manager@example.com", theirs],
      ["admin@example.com", theirs],
      [OTHER_USER, ours],
    ] as const) {
      const page = await pages.openAs(email, "/search");
      for (const [path, never] of [
        [`/search/${run.runId}`, `/search/${randomUUID()}`],
        [`/search/${run.runId}/compare`, `/search/${randomUUID()}/compare`],
        [`/jobs/${run.jobId}`, `/jobs/${randomUUID()}`],
      ] as const) {
        const foreign = await told(page, path);
        expect(foreign).toEqual(await told(page, never));
        expect(foreign.status).toBe(404);
        expect(foreign.text).not.toMatch(/skincare/);
      }
    }
  });
});

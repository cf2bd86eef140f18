import { randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { connect, type Sql } from "#lib/db/index.ts";
import type { JobSummary } from "#lib/search-engine/types.ts";
import { OTHER_USER, type Session, startApp, type TestApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { inspect, SCREENS, SignedInPages } from "./boards-pages.ts";
import { dispatch, post, untilEnded } from "./jobs.ts";

const ADA = "Ada Admin";
const PROVIDER = "scrapecreators";
/** A keyword whose answers cannot be read, so that its task fails for good. */
const BROKEN = "skincare";
let app: TestApp;
let browser: Browser;
let pages: SignedInPages;
let sql: Sql;
let marketer: Session;
let other: Session;
let admin: Session;
let doneJob: string;
let failedJob: string;

beforeAll(async () => {
  app = await startApp({ sandbox: { searchLatencyMs: 50, profileLatencyMs: 20 } });
  browser = await launchBrowser();
  pages = new SignedInPages(app, browser);
  sql = connect(app.databaseUrl, { poolMax: 1 });
  marketer = await app.signIn("marketer@example.com");
  other = await app.signIn(OTHER_USER);
  admin = await app.signIn("admin@example.com");
  const faults = [{ kind: "renamed_field", keyword: BROKEN }];
  await fetch(`${app.sandbox.url}/__faults`, post(faults));
  doneJob = (await dispatch(other, { keywords: ["travel"], targetResults: 5 })).jobId;
  failedJob = (await dispatch(marketer, { keywords: [BROKEN], targetResults: 5 })).jobId;
  await untilEnded(other, doneJob);
  expect(await untilEnded(marketer, failedJob)).toMatchObject({ status: "error" });
});

afterEach(async () => {
  expect(pages.takeComplaints()).toEqual([]);
  await pages.close();
});

afterAll(async () => {
  await sql?.end();
  await browser?.close();
  await app?.stop();
});

async function openAdmin(path = "/admin"): Promise<Page> {
  const page = await pages.open(ADA, path);
  await page.locator("[data-as-of]").waitFor();
  return page;
}

/** As a browser does when another tab is looked at, and this one again. */
async function show(page: Page, state: "hidden" | "visible"): Promise<void> {
  await page.evaluate((now) => {
    Object.defineProperty(document, "visibilityState", { value: now, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);
}

/** Past the guards, as no code of ours could. */
async function tamper(change: 1 | -1): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update scraping_jobs set creators_found = creators_found + ${change} where id = ${doneJob}`;
  });
}

describe("the admins' pages", () => {
  it.each(["/admin", "/admin/jobs", `/admin/jobs/${randomUUID()}`, "/admin/tasks", "/admin/calls"])(
    "%s is not there for others",
    async (path) => {
      for (const session of [marketer, other]) expect((await session(path)).status).toBe(404);
      expect((await fetch(app.url + path, { redirect: "manual" })).status).toBe(307);
      const page = await pages.open("Mia Marketer", "/search");
      await page.goto(app.url + path);
      await page.getByRole("heading", { name: "Not found" }).waitFor();
      expect(await page.getByRole("link", { name: "Admin" }).count()).toBe(0);
    },
  );

  it("lead from each number to the rows behind it", async () => {
    const page = await openAdmin();
    await page.locator('#jobs [data-state="completed"]').getByRole("link").click();
    await page.waitForURL("**/admin/jobs?state=completed");
    await page.locator(`[data-job="${doneJob}"]`).waitFor();
    expect(await page.locator("[data-job]").count()).toBe(
      await page.locator('[data-job][data-state="completed"]').count(),
    );
    await page.goto(`${app.url}/admin`);
    const failure = page.locator("[data-failure]").first();
    await failure.getByRole("link", { name: /, Jobs$/ }).click();
    await page.waitForURL(/\/admin\/jobs\?.*reason=/);
    await page.locator(`[data-job="${failedJob}"]`).waitFor();
    expect(await page.locator("[data-job]").count()).toBe(1);
    await page.getByRole("button", { name: "Clear all" }).click();
    await page.locator(`[data-job="${doneJob}"]`).getByRole("button", { name: "Other workspace" }).click();
    await page.locator(`[data-job="${failedJob}"]`).waitFor({ state: "detached" });
    await page.locator(`[data-job="${doneJob}"]`).getByRole("link").first().click();
    await page.waitForURL(`**/admin/jobs/${doneJob}`);
    await page.getByText("Every counter agrees with its rows.").waitFor();
    expect(await page.getByRole("link", { name: "Open its results" }).count()).toBe(0);
  });

  it("show a counter that contradicts its rows in red, with sign and word", async () => {
    const page = await openAdmin(`/admin/jobs/${doneJob}`);
    await page.getByText("Every counter agrees with its rows.").waitFor();
    await tamper(-1);
    try {
      await page.getByRole("button", { name: "Refresh now" }).click();
      const row = page.locator('[data-counter="creatorsFound"]');
      await row.getByText("off by +1").waitFor();
      const color = await row.locator("[data-drift]").evaluate((cell) => getComputedStyle(cell).color);
      const [red = 0, green = 0, blue = 0] = color.match(/\d+/g)?.map(Number) ?? [];
      expect(red).toBeGreaterThan(2 * Math.max(green, blue));
      expect(await row.locator("[data-drift] svg").count()).toBe(1);
      expect(await page.locator("[data-violation]").count()).toBeGreaterThan(0);
      await inspect(page, "admin-job-drift");
    } finally {
      await tamper(1);
    }
    await page.getByRole("button", { name: "Refresh now" }).click();
    await page.getByText("Every counter agrees with its rows.").waitFor();
  });

  it("stop calls with a reason, cancel all jobs of a filter, and let calls go on", async () => {
    const page = await openAdmin();
    const all = page.locator('[data-provider="all"]');
    await all.getByRole("button", { name: "Stop all paid calls" }).click();
    const stop = page.getByRole("dialog", { name: "Stop calls of all providers" });
    await stop.getByLabel("Reason").fill("Maintenance.");
    await stop.getByRole("button", { name: "Stop calls" }).click();
    await all.getByText("Because: Maintenance.").waitFor();
    expect(await all.locator("[data-gate]").getAttribute("data-gate")).toBe("closed");

    const waiting = [
      await dispatch(other, { keywords: ["pottery class"], platform: "youtube" }),
      await dispatch(marketer, { keywords: ["pottery class"], platform: "youtube" }),
    ];
    await page.goto(`${app.url}/admin/jobs?state=open`);
    await page.locator("[data-as-of]").waitFor();
    await page.getByLabel("Platform").selectOption("youtube");
    await page.locator(`[data-job="${waiting[0]?.jobId}"]`).waitFor();
    await page.getByRole("button", { name: "Cancel all open" }).click();
    const dialog = page.getByRole("dialog", { name: "Cancel jobs" });
    await dialog.getByText("2 open jobs are cancelled:").waitFor();
    await dialog.getByRole("button", { name: "Leave them" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Cancel all open" }).click();
    await dialog.getByRole("button", { name: "Cancel 2 jobs" }).click();
    await page.getByText("2 jobs were cancelled.").waitFor();
    const ended: JobSummary = await untilEnded(other, waiting[0]?.jobId ?? "");
    expect(ended.status).toBe("cancelled");

    await page.goto(`${app.url}/admin`);
    await all.getByRole("button", { name: "Let calls go on" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Let calls go on" }).click();
    await all.locator('[data-gate="open"]').waitFor();
    const one = page.locator(`[data-provider="${PROVIDER}"]`);
    await one.getByRole("button", { name: "Stop calls" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Stop calls" }).click();
    await one.getByText("Calls were stopped by an admin.").waitFor();
    await one.getByRole("button", { name: "Let calls go on" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Let calls go on" }).click();
    await one.locator('[data-gate="open"]').waitFor();
  });

  it("go on with a filter of many jobs until all are done, and keep the result", async () => {
    const page = await openAdmin(`/admin/jobs?platform=tiktok`);
    let asked = 0;
    await page.route("**/api/v2/admin/failures/cancel", (route) => {
      asked += 1;
      expect(route.request().postDataJSON().cursor).toBe(asked === 1 ? undefined : `page ${asked}`);
      const more = asked < 3;
      const refused = more ? [] : [{ code: "internal", message: "Something went wrong.", count: 2 }];
      const nextCursor = more ? `page ${asked + 1}` : null;
      const failed = more ? 0 : 2;
      return route.fulfill({ json: { done: 50, failed, reasons: refused, more, nextCursor } });
    });
    await page.route("**/api/v2/admin/jobs?state=open&**", async (route) => {
      const { jobs } = await (await admin("/api/v2/admin/jobs?limit=1")).json();
      const many = Array.from({ length: 100 }, () => ({
        ...jobs[0],
        jobId: randomUUID(),
        cancelRequestedAt: null,
      }));
      return route.fulfill({ json: { jobs: many, nextCursor: "more" } });
    });
    await page.getByRole("button", { name: "Cancel all open" }).click();
    await page.getByText("At least 100 open jobs are cancelled:").waitFor();
    await page.getByRole("button", { name: "Cancel 100 or more jobs" }).click();
    await page.getByText("150 jobs were cancelled. 2 could not be; asking again tries again.").waitFor();
    await page.getByText("2: something went wrong; the log says what").waitFor();
    expect(asked).toBe(3);
  });

  it("lead from numbers of tasks and of calls to those", async () => {
    const page = await openAdmin();
    const row = page.locator('[data-board="tasks"] tr', { hasText: "Search" }).last();
    const done = row.getByRole("link", { name: /, Done$/ });
    const count = Number((await done.textContent()) ?? "");
    await done.click();
    await page.waitForURL("**/admin/tasks?kind=search&state=done&hours=1");
    await page.locator("[data-task]").first().waitFor();
    expect(await page.locator('[data-task][data-state="done"]').count()).toBe(count);
    await page.locator("[data-task]").first().getByRole("link").click();
    await page.waitForURL(/\/admin\/jobs\/[0-9a-f-]+\?kind=search&state=done#timeline/);
    await page.goto(`${app.url}/admin`);
    const failed = page.locator(`[data-provider="${PROVIDER}"]`).getByRole("link", { name: "%" });
    await failed.click();
    await page.waitForURL(/\/admin\/calls\?.*outcome=failed/);
    await page.locator("[data-call]").first().waitFor();
    expect(await page.locator('[data-outcome="ok"]').count()).toBe(0);
  });

  it("tell what happened in a job, with the tasks behind each number", async () => {
    const page = await openAdmin(`/admin/jobs/${failedJob}`);
    const timeline = page.locator("#timeline");
    await timeline.locator('[data-entry="job"]', { hasText: "Ended" }).waitFor();
    await page.locator('[data-counter="keywordsFailed"]').getByRole("link").click();
    await page.waitForURL("**?kind=search&state=failed#timeline");
    await timeline.getByText("Only: searches, failed").waitFor();
    const entries = timeline.locator("[data-entry]");
    await timeline.locator('[data-entry="job"]').first().waitFor({ state: "detached" });
    expect(await entries.count()).toBe(1);
    await entries.first().getByText(`Search for “${BROKEN}”`).waitFor();
    await timeline.getByText("Calls", { exact: true }).click();
    await page.waitForURL("**?show=calls#timeline");
    await timeline.locator('[data-entry="call"]').first().waitFor();
    expect(await timeline.locator('[data-entry="task"]').count()).toBe(0);
  });

  it("retry all jobs of a reason, and say who refused", async () => {
    // One more than the free plan allows.
    const keywords = ["art", "dance", "gaming", "fitness", "music", "comedy"];
    const faults = keywords.map((keyword) => ({ kind: "renamed_field", keyword }));
    await fetch(`${app.sandbox.url}/__faults`, post(faults));
    const { jobId: refusedJob } = await dispatch(other, { keywords, targetResults: 6 });
    expect(await untilEnded(other, refusedJob)).toMatchObject({ status: "error" });
    await fetch(`${app.sandbox.url}/__faults`, { method: "DELETE" });
    const [account] = await sql<{ id: string; plan: string }[]>`
      select a.id, a.plan from accounts a join scraping_jobs j on j.account_id = a.id where j.id = ${refusedJob}`;
    await sql`update accounts set plan = 'free' where id = ${account?.id ?? ""}`;
    try {
      const page = await openAdmin();
      const row = page.locator("[data-failure]").first();
      await row.getByRole("button", { name: "Retry 2" }).click();
      const dialog = page.getByRole("dialog", { name: "Retry jobs" });
      await dialog.getByText("2 jobs are retried:").waitFor();
      await inspect(page, "admin-retry");
      await dialog.getByRole("button", { name: "Retry 2 jobs" }).click();
      await row.getByText("1 job is being retried. 1 could not be; asking again tries again.").waitFor();
      await row.locator('[data-reason="plan_limit"]').waitFor();
      await inspect(page, "admin-retried");
      await row.getByRole("link", { name: "Look at them" }).click();
      await page.waitForURL(/\/admin\/jobs\?.*state=retryable/);
      await page.locator(`[data-job="${refusedJob}"]`).waitFor();
      expect(await page.locator("[data-job]").count()).toBe(1);
      const { jobs } = await (await marketer("/api/v2/jobs?limit=1")).json();
      expect(jobs).toMatchObject([{ retryOf: failedJob }]);
      expect(await untilEnded(marketer, jobs[0].jobId)).toMatchObject({ status: "completed" });
    } finally {
      await sql`update accounts set plan = ${account?.plan ?? ""} where id = ${account?.id ?? ""}`;
    }
  });

  it("refresh by themselves as often as this device wants, or not at all", async () => {
    const page = await openAdmin();
    let asked = 0;
    page.on("request", (request) => {
      if (request.url().endsWith("/admin/overview")) asked += 1;
    });
    const refresh = page.getByLabel("Refresh", { exact: true });
    const next = () => page.waitForResponse((answer) => answer.url().endsWith("/admin/overview"));
    await refresh.selectOption({ label: "every 2 s" });
    await next();
    await next();
    await refresh.selectOption({ label: "off" });
    await page.getByText("not refreshed by itself").waitFor();
    await page.reload();
    await page.getByText("not refreshed by itself").waitFor();
    expect(await refresh.inputValue()).toBe("0");
    await page.locator("[data-as-of]").waitFor();
    const before = asked;
    await page.waitForTimeout(3_000);
    expect(asked).toBe(before);
    const answered = next();
    await page.getByRole("button", { name: "Refresh now" }).click();
    await answered;
  });

  it("ask nothing while they are hidden, and at once when they are seen again", async () => {
    const page = await openAdmin();
    const next = () => page.waitForResponse((answer) => answer.url().endsWith("/admin/overview"));
    await page.getByLabel("Refresh", { exact: true }).selectOption({ label: "every 2 s" });
    await next();
    await page.getByText("paused while the page is hidden").waitFor();
    await show(page, "hidden");
    let asked = 0;
    page.on("request", (request) => {
      if (request.url().includes("/api/v2/admin/")) asked += 1;
    });
    await page.waitForTimeout(5_000);
    expect(asked).toBe(0);
    const answered = next();
    await show(page, "visible");
    await answered;
  });

  it("say that they could not be read, and keep what was shown", async () => {
    const page = await openAdmin();
    await page.route("**/api/v2/admin/**", (route) => route.abort());
    await page.getByRole("button", { name: "Refresh now" }).click();
    await page.getByText("What you see is not up to date: Shoal does not answer.").first().waitFor();
    await page.locator(`[data-provider="${PROVIDER}"]`).waitFor();
    await page.unroute("**/api/v2/admin/**");
    await page.getByText("What you see is not up to date").waitFor({ state: "detached" });
  });

  it.each(SCREENS)("have no fault in axe, $name, $colorScheme", async ({ name, viewport, colorScheme }) => {
    const page = await pages.open(ADA, "/admin", { viewport, colorScheme });
    await page.locator("[data-as-of]").waitFor();
    await page.locator("[data-failure]").first().waitFor();
    await inspect(page, `admin-${name}-${colorScheme}`);
    await page.getByRole("button", { name: "Stop all paid calls" }).click();
    await page.getByRole("dialog").getByLabel("Reason").waitFor();
    await inspect(page, `admin-stop-${name}-${colorScheme}`);
    await page.goto(`${app.url}/admin/jobs`);
    await page.locator("[data-job]").first().waitFor();
    await inspect(page, `admin-jobs-${name}-${colorScheme}`);
    await page.goto(`${app.url}/admin/jobs/${failedJob}`);
    await page.locator("[data-counter]").first().waitFor();
    await page.locator('[data-entry="call"]').first().waitFor();
    await inspect(page, `admin-job-${name}-${colorScheme}`);
    await page.goto(`${app.url}/admin/tasks?state=failed`);
    await page.locator("[data-task]").first().waitFor();
    await inspect(page, `admin-tasks-${name}-${colorScheme}`);
    await page.goto(`${app.url}/admin/calls?provider=${PROVIDER}`);
    await page.locator("[data-call]").first().waitFor();
    await inspect(page, `admin-calls-${name}-${colorScheme}`);
  });
});

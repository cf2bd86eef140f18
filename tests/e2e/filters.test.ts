import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DispatchAnswer, JobSummary, StatusAnswer } from "#lib/search-engine/types.ts";
import { type Session, startApp, type TestApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { dispatch, post, SEARCH, untilEnded } from "./jobs.ts";
import { untilShown } from "./run-page.ts";
import { inspect, openSearchPage, search } from "./search-form.ts";

const run = promisify(execFile);

let app: TestApp;
let marketer: Session;
let browser: Browser;

beforeAll(async () => {
  app = await startApp({ sandbox: { searchLatencyMs: 100, profileLatencyMs: 50 } });
  marketer = await app.signIn("marketer@example.com");
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

async function refusal(filters: unknown): Promise<unknown> {
  const answer = await marketer("/api/v2/dispatch", post({ ...SEARCH, filters }));
  expect(answer.status).toBe(400);
  return answer.json();
}

describe("the API", () => {
  it("says with dispatch, job and status what is applied and what is not supported", async () => {
    const wanted = { hasEmail: true, country: ["DE"] };
    const filters = { wanted, applied: ["hasEmail"], notSupported: ["country"] };
    const answer: DispatchAnswer = await dispatch(marketer, { platform: "instagram", filters: wanted });
    expect(answer.filters).toEqual(filters);
    const { jobId } = answer;
    const job: JobSummary = await untilEnded(marketer, jobId);
    expect(job.filters).toEqual(filters);
    const { jobs } = await (await marketer(`/api/v2/jobs?runId=${answer.runId}`)).json();
    expect(jobs).toMatchObject([{ jobId, filters }]);
    const status: StatusAnswer = await (await marketer(`/api/v2/status?jobId=${jobId}`)).json();
    expect(status.filters).toEqual(filters);
    const out = status.creators.filter((row) => !row.matches);
    expect(out.length).toBeGreaterThan(0);
    for (const row of out) expect(row).toMatchObject({ emails: [], filterReason: "has no e-mail" });
    expect(job).toMatchObject({
      progress: { creatorsFound: 20, creatorsFiltered: out.length },
      allowance: { held: 0, charged: 20, refunded: out.length },
    });
  });

  it("refuses what is wrong by its path, with what is allowed", async () => {
    expect(await refusal({ foo: 1 })).toEqual({
      error: {
        code: "bad_request",
        field: "filters.foo",
        message:
          "filters.foo: not known here. Allowed: followers, engagementRate, averageViews, verified, hasEmail, language, country, lastPostWithinDays, excludeKeywords.",
      },
    });
    expect(await refusal({ followers: { min: 5, max: 4 } })).toMatchObject({
      error: { field: "filters.followers.min", message: "filters.followers.min: must not be more than max." },
    });
    expect(await refusal({})).toMatchObject({ error: { field: "filters" } });
  });

  it("takes the same filters in another order for the same request", async () => {
    const header = { "idempotency-key": "filters-order" };
    const send = async (filters: object) => {
      const answer = await marketer("/api/v2/dispatch", post({ ...SEARCH, filters }, header));
      const { jobId, filters: report } = await answer.json();
      return { status: answer.status, jobId, report };
    };
    const first = await send({ verified: true, followers: { min: 1, max: 2 } });
    expect(await send({ followers: { max: 2, min: 1 }, verified: true })).toEqual(first);
    expect(await send({ verified: false })).toMatchObject({ status: 409 });
  });
});

describe("the page", () => {
  it("shows the rows that do not fit as such, how many fit, and what the platform does not support", async () => {
    const page = await openSearchPage(browser, app.url);
    await page.getByRole("button", { name: "Filters" }).click();
    for (const name of ["Has an e-mail", "Verified"]) {
      await page.getByRole("radiogroup", { name }).getByText("Yes").click();
    }
    await search(page, { keywords: "makeup", target: 20, platforms: ["YouTube"] });
    await page.locator('section[data-status="completed"]').waitFor();
    const note = await page.locator("[data-filters]").textContent();
    expect(note).toBe("Filters: with an e-mail. Not supported on YouTube, so not applied: verified.");
    const chip = page.getByText(/^\d+ filtered out$/);
    const count = Number.parseInt((await chip.textContent()) ?? "", 10);
    expect(count).toBeGreaterThan(0);
    // Rows that were judged before the reader's eyes have stayed; whoever comes later sees those that fit.
    await page.reload();
    await untilShown(page, 20 - count);
    expect(await page.locator("tr[data-filtered]").count()).toBe(0);
    await chip.click();
    await untilShown(page, count);
    const first = page.locator("tr[data-key]").first();
    expect(await first.getAttribute("data-filtered")).toBe("true");
    expect(await first.textContent()).toContain("does not fit: has no e-mail");
    expect(await page.getByRole("group", { name: "Counts" }).textContent()).toContain(
      `${20 - count} of 20 fit`,
    );
    expect(await page.locator("[data-filter-losses]").textContent()).toBe(
      `Removed by the filters: ${count} ${count === 1 ? "creator once its" : "creators once their"} details were there. By filter: e-mail ${count}.`,
    );
    await inspect(page, "filters-run");
    await page.context().close();
  });

  it("says which filter removed most where nothing fits, and leads back to the form as it was", async () => {
    const page = await openSearchPage(browser, app.url);
    await page.goto(`${app.url}/search?followers=900000000000..&verified=true`);
    await search(page, { keywords: "makeup", target: 20, platforms: ["TikTok"] });
    const end = page.locator("[data-end]");
    await end.getByText("Nothing fits the filters").waitFor();
    expect(await end.textContent()).toMatch(
      /\d+ results were found, but none fits\. Most were removed by followers: [\d,]+\./,
    );
    const losses = await page.locator("[data-filter-losses]").textContent();
    expect(losses).toMatch(
      /^Removed by the filters: [\d,]+ results that were never saved\. By filter: followers [\d,]+/,
    );
    await inspect(page, "filters-nothing");
    await end.getByRole("link", { name: "Change this search" }).click();
    await page.waitForURL(/\/search\?/);
    const { searchParams } = new URL(page.url());
    expect(Object.fromEntries(searchParams)).toMatchObject({
      q: "makeup",
      followers: "900000000000..",
      verified: "true",
      target: "20",
    });
    await page.context().close();
  });
});

describe("the terminal", () => {
  const search = (...options: string[]) =>
    run(process.execPath, [path.resolve("scripts/search.ts"), "--keywords", "makeup", ...options], {
      env: { ...process.env, SHOAL_URL: app.url },
    });

  it("says how many fit and what is not supported, and marks the rows that do not", async () => {
    const { stdout } = await search(
      ...["--platform", "instagram", "--target", "20", "--filter", "has-email", "--filter", "country=DE"],
    );
    expect(stdout).toMatch(/^Completed: .* · \d+ of 20 fit$/m);
    expect(stdout).toMatch(/^Filters: with an e-mail\.$/m);
    expect(stdout).toMatch(/^Not supported on Instagram, so not applied: country\.$/m);
    expect(stdout).toMatch(/^Allowance: 20 creators charged, \d+ given back\.$/m);
    expect(stdout).toMatch(/^ *\d+ {2}@.*has no e-mail/m);
  });

  it("refuses a filter that it cannot read, before anything is searched", async () => {
    const wrong = search("--platform", "tiktok", "--filter", "followers=few..");
    await expect(wrong).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--filter followers:"),
    });
  });
});

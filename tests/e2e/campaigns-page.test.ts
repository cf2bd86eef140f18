import { randomUUID } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { CampaignSummary } from "#lib/campaigns/campaigns.types.ts";
import { OTHER_USER, type Session, startApp, type TestApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { inspect, SCREENS, SignedInPages } from "./boards-pages.ts";
import { dispatch, post, untilEnded } from "./jobs.ts";

const MIA = "Mia Marketer";
let app: TestApp;
let browser: Browser;
let pages: SignedInPages;
let marketer: Session;
let spring: string;
let summer: string;
let runIds: string[];

beforeAll(async () => {
  app = await startApp({ sandbox: { searchLatencyMs: 50, profileLatencyMs: 20 } });
  browser = await launchBrowser();
  pages = new SignedInPages(app, browser);
  marketer = await app.signIn("marketer@example.com");
  spring = await makeCampaign("Spring launch");
  summer = await makeCampaign("Summer sale");
  runIds = [
    await searchIn(spring, "makeup"),
    await searchIn(spring, "makeup"),
    await searchIn(summer, "makeup", 5),
  ];
});

afterEach(async () => {
  expect(pages.takeComplaints()).toEqual([]);
  await pages.close();
});

afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

async function makeCampaign(name: string): Promise<string> {
  const answer = await marketer("/api/v2/campaigns", post({ name }));
  const { campaignId }: CampaignSummary = await answer.json();
  return campaignId;
}

async function searchIn(campaignId: string, keyword: string, targetResults = 20): Promise<string> {
  const { jobId, runId } = await dispatch(marketer, { campaignId, keywords: [keyword], targetResults });
  await untilEnded(marketer, jobId);
  return runId;
}

describe("campaigns", () => {
  it("are made, renamed, archived and brought back by keyboard alone", async () => {
    const page = await pages.open(MIA, "/campaigns");
    await page.getByRole("button", { name: "New campaign" }).focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "New campaign" });
    await dialog.getByLabel("Name").waitFor();
    await page.keyboard.type("spring LAUNCH");
    await page.keyboard.press("Enter");
    await dialog.getByText('There is a campaign "Spring launch" already.').waitFor();
    await dialog.getByLabel("Name").fill("Autumn");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/campaigns\/[0-9a-f-]{36}$/);
    await page.getByRole("heading", { name: "Autumn" }).waitFor();
    await page.getByText("No creators yet.").waitFor();
    const search = page.getByRole("link", { name: "New search in this campaign" }).first();
    expect(await search.getAttribute("href")).toMatch(/^\/search\?campaign=[0-9a-f-]{36}$/);

    await page.getByRole("button", { name: "Rename" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByLabel("Name").fill("Winter");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Winter" }).waitFor();

    await page.goto(`${app.url}/campaigns`);
    const row = page.locator('[data-campaign="Winter"]');
    await row.getByRole("button", { name: "Actions for Winter" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Archive" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("“Winter” is archived.").waitFor();
    await row.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Undo" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("“Winter” is in use again.").waitFor();
    await row.waitFor();

    await page.getByRole("button", { name: "Undo" }).click();
    await row.waitFor({ state: "detached" });
    await page.getByText("Archived", { exact: true }).click();
    await row.waitFor();
    await page.reload();
    await row.getByRole("link", { name: "Winter" }).click();
    await page.getByText("This campaign is archived").waitFor();
    expect(await page.getByRole("link", { name: "New search in this campaign" }).count()).toBe(0);
    await page.getByRole("button", { name: "Restore" }).click();
    await page.getByText("This campaign is archived").waitFor({ state: "detached" });
  });

  it("show each creator once, with the runs that found them and other campaigns", async () => {
    const page = await pages.open(MIA, `/campaigns/${spring}`);
    const lines = page.locator("[data-creator]");
    await page.locator("[data-total='20']").waitFor();
    expect(await lines.count()).toBe(20);
    const keys = await lines.evaluateAll((rows) => rows.map((row) => row.getAttribute("data-creator")));
    expect(new Set(keys).size).toBe(20);
    expect(await lines.first().locator("a[href^='/search/']").count()).toBe(2);
    expect(await lines.first().getByText("makeup").count()).toBe(1);

    await page.getByLabel("Seen in").selectOption("other");
    await page.locator("[data-total='5']").waitFor();
    await page.getByLabel("Seen in").selectOption("none");
    await page.locator("[data-total='15']").waitFor();
    await page.reload();
    await page.locator("[data-total='15']").waitFor();
    await page.getByLabel("Seen in").selectOption({ label: "Summer sale" });
    await page.locator("[data-total='5']").waitFor();
    const seen = lines.first().getByRole("link", { name: "Summer sale" });
    expect(await seen.getAttribute("href")).toBe(`/campaigns/${summer}`);

    await page.getByLabel("Find in this campaign").fill("nobody is called that");
    await page.getByText("No creator of this campaign fits.").waitFor();
    await page.getByRole("button", { name: "Show all" }).click();
    await page.locator("[data-total='20']").waitFor();
    expect(new URL(page.url()).search).toBe("");

    await page.getByRole("tab", { name: /^Runs/ }).click();
    await page.locator(`[data-run="${runIds[0]}"]`).waitFor();
    expect(await page.locator("[data-run]").count()).toBe(2);
    expect(await page.locator("[data-run] [data-phase='completed']").count()).toBe(2);
    await page.locator("[data-run]").getByRole("link").first().click();
    await page.waitForURL(/\/search\/[0-9a-f-]{36}/);
  });

  it("load their creators page by page", async () => {
    const { jobId } = await dispatch(marketer, {
      campaignId: summer,
      keywords: ["skincare"],
      targetResults: 60,
    });
    await untilEnded(marketer, jobId);
    const page = await pages.open(MIA, `/campaigns/${summer}`);
    const more = page.getByRole("button", { name: /^Show more · 50 of/ });
    await more.click();
    await more.waitFor({ state: "detached" });
    const keys = await page
      .locator("[data-creator]")
      .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-creator")));
    expect(keys.length).toBeGreaterThan(50);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("say what they are for where there is none", async () => {
    const page = await pages.open(MIA, "/search");
    await page.route("**/api/v2/campaigns?archived=false", (route) =>
      route.fulfill({ json: { campaigns: [], nextCursor: null } }),
    );
    await page.goto(`${app.url}/campaigns`);
    await page.getByRole("heading", { name: "Keep searches together" }).waitFor();
  });

  it("say when the plan has no room", async () => {
    const page = await pages.open(MIA, "/campaigns");
    await page.route("**/api/v2/usage", async (route) => {
      const usage = await (await route.fetch()).json();
      return route.fulfill({ json: { ...usage, campaigns: { used: 50, max: 50 } } });
    });
    await page.reload();
    await page.getByText("plan allows 50 campaigns, and all are in use").waitFor();
  });

  it("say that they could not be read, and go on once they can", async () => {
    const page = await pages.open(MIA, `/campaigns/${spring}`);
    await page.locator("[data-creator]").first().waitFor();
    await page.route("**/creators?**", (route) => route.abort());
    await page.getByLabel("Seen in").selectOption("none");
    await page.getByText("What you see is not up to date: Shoal does not answer.").waitFor();
    expect(await page.locator("[data-creator]").count()).toBe(20);
    await page.unroute("**/creators?**");
    await page.locator("[data-total='15']").waitFor();
  });

  it("of another account, or none, are not there", async () => {
    const other = await app.signIn(OTHER_USER);
    for (const id of [spring, randomUUID(), "7"]) {
      expect((await other(`/campaigns/${id}`)).status).toBe(404);
    }
  });

  it("and their searches are found by the palette", async () => {
    const page = await pages.open(MIA, "/campaigns");
    await page.locator("[data-campaign]").first().waitFor();
    const palette = page.getByRole("dialog").getByRole("textbox");
    await page.keyboard.press("Control+k");
    await palette.fill("summer");
    await page.getByRole("dialog").getByText("Summer sale").waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(`${app.url}/campaigns/${summer}`);
    await page.keyboard.press("Control+k");
    await palette.fill("skincare");
    await page.getByRole("button", { name: /skincare/ }).click();
    await page.waitForURL(/\/search\/[0-9a-f-]{36}/);
  });

  it("stand beside what is left of the month", async () => {
    const page = await pages.open(MIA, "/campaigns");
    await page
      .locator("[data-usage]")
      .getByText(/^[\d,]+ of 20,000 creators left$/)
      .waitFor();
    await page
      .locator("[data-usage]")
      .getByText(/^Growth plan, resets /)
      .waitFor();
  });

  it.each(SCREENS)("have no fault in axe, $name, $colorScheme", async ({ name, viewport, colorScheme }) => {
    const page = await pages.open(MIA, "/campaigns", { viewport, colorScheme });
    await page.locator("[data-campaign]").first().waitFor();
    await inspect(page, `campaigns-${name}-${colorScheme}`);
    await page.getByRole("button", { name: "New campaign" }).click();
    await page.getByRole("dialog").getByLabel("Name").waitFor();
    await inspect(page, `campaigns-new-${name}-${colorScheme}`);
    await page.goto(`${app.url}/campaigns/${spring}`);
    await page.locator("[data-creator]").first().waitFor();
    await inspect(page, `campaign-creators-${name}-${colorScheme}`);
    await page.goto(`${app.url}/campaigns/${spring}?tab=runs`);
    await page.locator("[data-run]").first().waitFor();
    await inspect(page, `campaign-runs-${name}-${colorScheme}`);
  });
});

import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { connect, type Sql } from "#lib/db/index.ts";
import { type Session, startApp, type TestApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { SignedInPages } from "./boards-pages.ts";
import { dispatch, post, untilEnded } from "./jobs.ts";
import { untilRows } from "./run-page.ts";

const SCRIPT = "window.isHijacked = true";
const MARKUP = `<img src=x onerror="${SCRIPT}"><script>${SCRIPT}</script><svg onload="${SCRIPT}">`;
const NAME = `"><b onclick="${SCRIPT}">Bold</b>`;
const KEYWORD = "<img src=x onerror=alert(1)>";
const LINKS = [
  `javascript:${SCRIPT}`,
  ` JaVaScRiPt:${SCRIPT}`,
  `java\nscript:${SCRIPT}`,
  `data:text/html,<script>${SCRIPT}</script>`,
  "vbscript:msgbox",
];
const FINE = "https://creator.example/shop";
const [BAD_LINK = ""] = LINKS;

let app: TestApp;
let browser: Browser;
let pages: SignedInPages;
let sql: Sql;
let marketer: Session;
let paths: { run: string; timeline: string; campaign: string };

beforeAll(async () => {
  app = await startApp({ sandbox: { searchLatencyMs: 20, profileLatencyMs: 10 } });
  browser = await launchBrowser();
  pages = new SignedInPages(app, browser);
  sql = connect(app.databaseUrl, { poolMax: 1 });
  marketer = await app.signIn("marketer@example.com");
  const { campaignId } = await (await marketer("/api/v2/campaigns", post({ name: NAME }))).json();
  const keywords = ["makeup", KEYWORD];
  const { jobId, runId } = await dispatch(marketer, { campaignId, keywords, targetResults: 3 });
  await untilEnded(marketer, jobId);
  await plant(jobId);
  paths = { run: `/search/${runId}`, timeline: `/jobs/${jobId}`, campaign: `/campaigns/${campaignId}` };
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

/** Makes creators of those that an ended job found, past the guards and past all that adapters would refuse. */
async function plant(jobId: string): Promise<void> {
  const profile = {
    ...{ displayName: NAME, bio: MARKUP, category: MARKUP },
    ...{ profileUrl: BAD_LINK, avatarUrl: BAD_LINK, links: [...LINKS, FINE] },
  };
  const emails = [{ address: `${NAME}@creator.example`, source: "bio", original: MARKUP }];
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    const { count } = await tx`
      update job_creators set profile = profile || ${tx.json(profile)}, emails = ${tx.json(emails)}
      where job_id = ${jobId}`;
    await tx`
      update job_creator_matches set caption = ${MARKUP}, url = ${BAD_LINK}, hashtags = ${[MARKUP]}
      where job_id = ${jobId}`;
    expect(count).toBe(3);
  });
}

/** A page that notes what must not happen, whatever it goes to. */
async function openWary(): Promise<{ page: Page; dialogs: string[] }> {
  const page = await pages.open("Mia Marketer", "/jobs");
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.context().addInitScript(() => {
    const breaches: string[] = [];
    Object.assign(window, { breaches });
    document.addEventListener("securitypolicyviolation", (event) => breaches.push(event.violatedDirective));
  });
  return { page, dialogs };
}

/** What of the planted has become more than text. */
function hatched(page: Page) {
  return page.evaluate((script) => {
    const made = document.querySelectorAll(
      'img[src="x"], svg[onload], [onerror], [onclick], iframe, object, embed, base',
    );
    const scripts = [...document.scripts].filter(({ text }) => text.trim() === script);
    const links = [...document.querySelectorAll("a[href], area[href]")].map(
      (link) => link as HTMLAnchorElement,
    );
    return {
      elements: [...made, ...scripts].map((element) => element.outerHTML),
      schemes: links
        .map(({ protocol }) => protocol)
        .filter((protocol) => !["http:", "https:", "mailto:"].includes(protocol)),
      isHijacked: "isHijacked" in window,
      breaches: "breaches" in window ? window.breaches : null,
    };
  }, SCRIPT);
}

const NOTHING = { elements: [], schemes: [], isHijacked: false, breaches: [] };

describe("markup and dangerous links of a creator", () => {
  it("stay text in the table, on the cards and in the side panel", async () => {
    const { page, dialogs } = await openWary();
    await page.goto(app.url + paths.run);
    await untilRows(page);
    expect(await page.locator("tr[data-key] th").first().textContent()).toContain(NAME);
    await page.getByRole("heading", { name: `makeup, ${KEYWORD}`, exact: true }).waitFor();
    await page.getByRole("button", { name: "2 keywords in detail" }).click();
    await page.getByRole("table", { name: "Keywords" }).getByRole("button", { name: KEYWORD }).waitFor();
    expect(await hatched(page)).toEqual(NOTHING);

    await page.locator("tr[data-key]").first().click();
    const panel = page.getByRole("complementary");
    await panel.getByRole("heading", { name: NAME, exact: true }).waitFor();
    const text = (await panel.textContent()) ?? "";
    // As bio, category, what the e-mail was read from, and caption.
    expect(text.split(MARKUP).length - 1).toBeGreaterThanOrEqual(4);
    const hrefs = await panel
      .getByRole("link")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
    expect(hrefs.filter((href) => !href.startsWith("mailto:"))).toEqual([FINE]);
    expect(await hatched(page)).toEqual(NOTHING);

    await page.goto(`${app.url}${paths.run}?view=cards`);
    await page.getByRole("article").first().getByText(NAME, { exact: true }).waitFor();
    expect(await hatched(page)).toEqual(NOTHING);
    expect(dialogs).toEqual([]);
  });

  it("stay text wherever else they are told", async () => {
    const { page, dialogs } = await openWary();
    for (const [path, text] of [
      [paths.campaign, NAME],
      [`${paths.campaign}?tab=runs`, KEYWORD],
      ["/campaigns", NAME],
      ["/jobs", KEYWORD],
      [paths.timeline, KEYWORD],
      ["/search", KEYWORD],
    ] as const) {
      await page.goto(app.url + path);
      await page.locator("#content").getByText(text).first().waitFor();
      expect({ path, ...(await hatched(page)) }).toEqual({ path, ...NOTHING });
    }
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("textbox").fill("img");
    await page.getByRole("dialog").getByText(KEYWORD).waitFor();
    expect(await hatched(page)).toEqual(NOTHING);
    expect(dialogs).toEqual([]);
  });
});

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";
import type { TestApp } from "#tests/support/app.ts";
import { signInCookie } from "#tests/support/app-processes.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** An answer that is no success is told by the page itself. */
const REFUSALS = /^Failed to load resource/;
const WIDE = { width: 1_280, height: 900 };
const NARROW = { width: 390, height: 844 };
/** Widths and themes in which every page must be right; 640 wide is 1280 at 200 %. */
export const SCREENS = [
  { name: "wide", viewport: WIDE, colorScheme: "light" },
  { name: "wide", viewport: WIDE, colorScheme: "dark" },
  { name: "narrow", viewport: NARROW, colorScheme: "light" },
  { name: "narrow", viewport: NARROW, colorScheme: "dark" },
  { name: "zoomed", viewport: { width: 640, height: 450 }, colorScheme: "light" },
] as const;

/** Pages of people who are signed in; what their consoles complain of is kept. */
export class SignedInPages {
  private readonly pages: Page[] = [];
  private readonly complaints: string[] = [];
  private readonly app: TestApp;
  private readonly browser: Browser;

  constructor(app: TestApp, browser: Browser) {
    this.app = app;
    this.browser = browser;
  }

  /** A browser of its own for somebody whom the sign-in page offers by name. */
  async open(person: string, path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = this.follow(await (await this.newBrowser(options)).newPage());
    await page.goto(`${this.app.url}/sign-in?next=${encodeURIComponent(path)}`);
    await page.getByRole("button", { name: `Continue as ${person}` }).click();
    await page.waitForURL(`${this.app.url}${path}`);
    return page;
  }

  /** As `open`, for whoever has this address; null for nobody. */
  async openAs(email: string | null, path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.newBrowser(options);
    if (email !== null) {
      const [name = "", value = ""] = (await signInCookie(this.app.url, email)).split("=");
      await context.addCookies([{ name, value, url: this.app.url }]);
    }
    return this.goto(await context.newPage(), path);
  }

  /** Another tab of the same browser. */
  async openBeside(page: Page, path: string): Promise<Page> {
    return this.goto(await page.context().newPage(), path);
  }

  private async goto(page: Page, path: string): Promise<Page> {
    await this.follow(page).goto(this.app.url + path);
    return page;
  }

  private newBrowser(options: BrowserContextOptions): Promise<BrowserContext> {
    return this.browser.newContext({ viewport: WIDE, ...options });
  }

  private follow(page: Page): Page {
    this.pages.push(page);
    page.on("console", (message) => {
      if (message.type() === "error" && !REFUSALS.test(message.text())) this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.complaints.push(error.message));
    return page;
  }

  /** What browsers complained of since the last time: faults of scripts, and of the content security policy. */
  takeComplaints(): string[] {
    return this.complaints.splice(0);
  }

  async close(): Promise<void> {
    for (const page of this.pages.splice(0)) await page.context().close();
    this.takeComplaints();
  }
}

/** Colours on their way from one to another have no contrast that counts. What moves without end is not waited for. */
const IS_STILL = `document.getAnimations().every(({ effect, playState }) =>
  playState !== "running" || effect.getComputedTiming().endTime === Infinity)`;

/** No fault in axe, and nothing wider than the screen. */
export async function inspect(page: Page, name: string): Promise<void> {
  await page.waitForFunction("document.title !== ''");
  await expect.poll(() => page.evaluate(IS_STILL)).toBe(true);
  await page.screenshot({ path: `test-results/${name}.png`, fullPage: true });
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<AxeResults>("axe.run()");
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
}

/** As `inspect`, in each width and theme, of a page that stays as it is meanwhile. */
export async function inspectEverywhere(page: Page, name: string): Promise<void> {
  for (const { name: width, viewport, colorScheme } of SCREENS) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
    await inspect(page, `${name}-${width}-${colorScheme}`);
  }
}

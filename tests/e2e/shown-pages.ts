import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { OTHER_USER } from "#tests/support/app.ts";
import { untilRows, untilStatus } from "./run-page.ts";
import { fillSearch, pressSearch } from "./search-form.ts";
import type { ShownRuns } from "./shown-runs.ts";

/** Who has not searched yet. */
const NEW = OTHER_USER;

/** A page in one of its states. */
export interface Shown {
  name: string;
  /** Whose eyes see it; null is nobody's. The marketer's unless said. */
  email?: string | null;
  path: string | ((runs: ShownRuns) => string);
  /** Brings the page into its state, and waits until it is. */
  show: (page: Page) => Promise<unknown>;
}

function run(state: keyof Omit<ShownRuns, "campaignId">, rest = "") {
  return (runs: ShownRuns) => `/search/${runs[state].runId}${rest}`;
}

const heading = (name: string) => (page: Page) => page.getByRole("heading", { name }).first().waitFor();
const text = (wanted: string | RegExp) => (page: Page) => page.getByText(wanted).first().waitFor();
/** The page is alive once it has asked for its jobs. */
const alive = (page: Page) => page.locator("tr[data-job]").first().waitFor();
const dialogBy = (key: string) => async (page: Page) => {
  await alive(page);
  await page.keyboard.press(key);
  await page.getByRole("dialog").waitFor();
};

const FRAME: Shown[] = [
  { name: "sign-in", email: null, path: "/sign-in", show: heading("Sign in") },
  { name: "nowhere", path: "/nowhere", show: heading("Not found") },
  { name: "not-found", path: () => `/search/${randomUUID()}`, show: heading("Not found") },
  { name: "palette", path: "/jobs", show: dialogBy("Control+k") },
  { name: "help", path: "/jobs", show: dialogBy("?") },
  {
    name: "account",
    path: "/jobs",
    show: async (page) => {
      await alive(page);
      await page.getByRole("button", { name: "Account of Mia Marketer" }).click();
      await page.getByRole("menuitem", { name: "Sign out" }).waitFor();
    },
  },
  {
    name: "navigation",
    path: "/jobs",
    show: async (page) => {
      await alive(page);
      await page.setViewportSize({ width: 390, height: 844 });
      await page.getByRole("button", { name: "Open navigation" }).click();
      await page.getByRole("link", { name: "Campaigns" }).waitFor();
    },
  },
  {
    name: "offline",
    path: run("completed"),
    show: async (page) => {
      await untilRows(page);
      await page.context().setOffline(true);
      await page.getByText("You are offline").waitFor();
    },
  },
];

const SEARCH: Shown[] = [
  { name: "search-new", email: NEW, path: "/search", show: text("No searches yet") },
  {
    name: "search",
    path: "/search?q=makeup,skincare&on=tiktok,instagram&email=true",
    show: async (page) => {
      await page.getByText("At most 200 creators").first().waitFor();
      await page.getByRole("listitem").getByText("Done with gaps").first().waitFor();
    },
  },
  {
    name: "search-filters",
    path: "/search?q=makeup,nail+art&on=tiktok,instagram,youtube&target=250&followers=1000..50000&verified=true&country=DE,AT",
    show: async (page) => {
      await page.getByText("At most 750 creators").first().waitFor();
      await page.getByRole("button", { name: /^Filters/ }).click();
      await page.getByRole("group", { name: "Followers" }).waitFor();
    },
  },
  {
    name: "search-refused",
    path: "/search?target=9000&followers=500..10",
    show: async (page) => {
      await pressSearch(page);
      await page.getByText("At least one keyword").waitFor();
      await page.locator('[aria-invalid="true"]').first().waitFor();
    },
  },
  {
    name: "search-suggestions",
    path: "/search?q=makeup",
    show: async (page) => {
      await page.getByRole("button", { name: "Suggest keywords" }).click();
      await page.getByText("no model answered").waitFor();
    },
  },
  {
    name: "search-not-sent",
    path: "/search?q=makeup",
    show: async (page) => {
      await page.route("**/api/v2/dispatch", (route) => route.abort());
      await fillSearch(page, { target: 5 });
      await pressSearch(page);
      await page.getByRole("alert").filter({ hasText: "The search was not begun" }).waitFor();
    },
  },
];

const RUN: Shown[] = [
  {
    name: "run-running",
    path: run("running"),
    show: async (page) => {
      await untilStatus(page, "searching");
      await untilRows(page);
    },
  },
  { name: "run-waiting", path: run("waiting"), show: text(/number \d in line/) },
  {
    name: "run-done",
    path: run("completed"),
    show: async (page) => {
      await untilStatus(page, "completed");
      await untilRows(page);
      await page
        .getByRole("checkbox", { name: /^Select @?\w/ })
        .nth(1)
        .check();
      await page.getByText("1 selected").waitFor();
    },
  },
  {
    name: "run-cards",
    path: run("completed", "?view=cards"),
    show: (page) => page.getByRole("article").first().waitFor(),
  },
  {
    name: "run-panel",
    path: run("completed"),
    show: async (page) => {
      await untilRows(page);
      await page.locator("tr[data-key]").first().click();
      await page.getByRole("complementary").waitFor();
    },
  },
  {
    name: "run-columns",
    path: run("completed"),
    show: async (page) => {
      await page.getByRole("button", { name: "Columns" }).click();
      await page.getByRole("button", { name: "As at first" }).waitFor();
    },
  },
  {
    name: "run-partial",
    path: run("partial"),
    show: async (page) => {
      await page.getByRole("button", { name: "Try again (1)" }).waitFor();
      await page.getByRole("button", { name: "2 keywords in detail" }).click();
      await page.locator('[data-keyword-state="failed"]').waitFor();
      await untilRows(page);
    },
  },
  { name: "run-failed", path: run("failed"), show: text("The search failed") },
  { name: "run-cancelled", path: run("cancelled"), show: text("Stopped before its end") },
  { name: "run-nothing", path: run("empty"), show: text("No creators were found.") },
  {
    name: "run-none-fit",
    path: run("completed", "?q=nobody+is+called+that"),
    show: text("No creator fits what you chose to show."),
  },
  {
    name: "run-stale",
    path: run("running"),
    show: async (page) => {
      await untilRows(page);
      await page.route("**/api/v2/status*", (route) => route.abort());
      await page.getByRole("alert").filter({ hasText: "not up to date" }).waitFor();
    },
  },
];

const LISTS: Shown[] = [
  {
    name: "jobs",
    path: "/jobs",
    show: async (page) => {
      for (const status of ["searching", "pending", "completed", "partial", "error", "cancelled"]) {
        await page.locator(`tr[data-status="${status}"]`).first().waitFor();
      }
    },
  },
  { name: "jobs-new", email: NEW, path: "/jobs", show: text("No search yet.") },
  {
    name: "timeline",
    path: (runs) => `/jobs/${runs.partial.jobId}`,
    show: (page) => page.locator("tr[data-entry]").first().waitFor(),
  },
  {
    name: "compare",
    path: run("again", "/compare?kind=same"),
    show: (page) => page.locator("tr[data-kind]").first().waitFor(),
  },
  { name: "compare-nothing", path: run("failed", "/compare"), show: text("Nothing to compare with") },
  { name: "campaigns-new", email: NEW, path: "/campaigns", show: heading("Keep searches together") },
];

/** Every page in every main state; those of campaigns and admins are looked at where they are tested. */
export const SHOWN = [...FRAME, ...SEARCH, ...RUN, ...LISTS];

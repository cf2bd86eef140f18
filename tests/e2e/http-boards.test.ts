import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AdminJobAnswer, AdminOverview, CounterCheck } from "#lib/admin/admin.types.ts";
import type { CampaignCreatorsAnswer, CampaignSummary } from "#lib/campaigns/campaigns.types.ts";
import type { TaskEntry, TimelineAnswer } from "#lib/search-engine/timeline.types.ts";
import type { StatusAnswer } from "#lib/search-engine/types.ts";
import type { UsageAnswer } from "#lib/usage/usage.types.ts";
import { OTHER_USER, type Session, startApp, type TestApp } from "#tests/support/app.ts";
import { dispatch, post, untilEnded } from "./jobs.ts";

let app: TestApp;
let marketer: Session;
let admin: Session;
let other: Session;

beforeAll(async () => {
  app = await startApp({ sandbox: { searchLatencyMs: 50, profileLatencyMs: 20 } });
  marketer = await app.signIn("marketer@example.com");
  admin = await app.signIn("admin@example.com");
  other = await app.signIn(OTHER_USER);
});

afterAll(() => app?.stop());

async function errorOf(answer: Response) {
  const { error } = await answer.json();
  return { status: answer.status, ...error };
}

const patch = (body: object): RequestInit => ({ ...post(body), method: "PATCH" });

async function makeCampaign(name: string): Promise<CampaignSummary> {
  const answer = await marketer("/api/v2/campaigns", post({ name }));
  expect(answer.status).toBe(201);
  return answer.json();
}

describe("jobs, people and usage", () => {
  it("name what they do not know", async () => {
    for (const [path, field] of [
      ["/api/v2/jobs?status=completed", "status"],
      ["/api/v2/jobs?state=done", "state"],
      ["/api/v2/jobs?platform=myspace", "platform"],
      ["/api/v2/jobs?campaignId=7", "campaignId"],
      ["/api/v2/people?q=x", "q"],
      ["/api/v2/usage?month=1", "month"],
      ["/api/v2/campaigns?archived=maybe", "archived"],
      ["/api/avatars?url=https://evil.example/a.png", "url"],
      ["/api/avatars", "url"],
    ] as const) {
      expect(await errorOf(await marketer(path))).toMatchObject({ status: 400, field });
    }
  });

  it("tell who the people are, to the account alone", async () => {
    const { people } = await (await marketer("/api/v2/people")).json();
    expect(people).toHaveLength(3);
    const { people: others } = await (await other("/api/v2/people")).json();
    expect(others).toMatchObject([{ name: "Otto Other", email: OTHER_USER }]);
  });

  it("tell what is used", async () => {
    const before: UsageAnswer = await (await marketer("/api/v2/usage")).json();
    const { jobId } = await dispatch(marketer, { keywords: ["pottery"], targetResults: 10 });
    const job = await untilEnded(marketer, jobId);
    const after: UsageAnswer = await (await marketer("/api/v2/usage")).json();
    expect(after.creators.used).toBe(before.creators.used + job.allowance.charged);
    expect(after.creators.left).toBe(before.creators.left - job.allowance.charged);
    const list = await marketer(`/api/v2/jobs?state=ended&userId=${job.userId}&platform=tiktok`);
    expect((await list.json()).jobs[0]).toMatchObject({
      jobId,
      userName: "Mia Marketer",
      campaignName: null,
    });
  });
});

describe("campaigns", () => {
  it("are made, searched for, shown, archived and closed to searches", async () => {
    const { campaignId } = await makeCampaign(" Spring ");
    const path = `/api/v2/campaigns/${campaignId}`;
    const { jobId, runId } = await dispatch(marketer, { campaignId, keywords: ["makeup"] });
    await untilEnded(marketer, jobId);
    expect(await (await admin(path)).json()).toMatchObject({ name: "Spring", runs: 1, creators: 20 });
    expect(await (await marketer(`${path}/runs`)).json()).toMatchObject({
      runs: [{ runId, jobs: [{ jobId }] }],
    });
    const page: CampaignCreatorsAnswer = await (await marketer(`${path}/creators?limit=5`)).json();
    expect(page).toMatchObject({ total: 20, nextCursor: expect.any(String) });
    expect(page.creators[0]).toMatchObject({ foundBy: [{ runId, jobId }], keywords: ["makeup"], seenIn: [] });

    expect((await marketer(path, patch({ archived: true }))).status).toBe(200);
    const refused = await marketer(
      "/api/v2/dispatch",
      post({ platform: "tiktok", keywords: ["makeup"], targetResults: 5, campaignId }),
    );
    expect(await errorOf(refused)).toMatchObject({ status: 409, field: "campaignId" });
    const { campaigns } = await (await marketer("/api/v2/campaigns?archived=true")).json();
    expect(campaigns).toMatchObject([{ campaignId }]);
  });

  it("are made once for a key, and refused with what is wrong", async () => {
    const key = { "idempotency-key": randomUUID() };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => marketer("/api/v2/campaigns", post({ name: "Keyed" }, key))),
    );
    const made: CampaignSummary[] = await Promise.all(answers.map((answer) => answer.json()));
    expect(new Set(made.map(({ campaignId }) => campaignId)).size).toBe(1);
    for (const [body, status, field] of [
      [{ name: "keyed" }, 409, "name"],
      [{ name: "  " }, 400, "name"],
      [{ name: "x".repeat(81) }, 400, "name"],
      [{ name: "A", accountId: randomUUID() }, 400, "accountId"],
      [{}, 400, "name"],
    ] as const) {
      expect(await errorOf(await marketer("/api/v2/campaigns", post(body)))).toMatchObject({ status, field });
    }
    const path = `/api/v2/campaigns/${made[0]?.campaignId}`;
    expect(await errorOf(await marketer(path, patch({})))).toMatchObject({ status: 400 });
    expect(await errorOf(await marketer(path, patch({ name: null })))).toMatchObject({ field: "name" });
  });

  it("of another account, unknown ones and ids that cannot be one look the same", async () => {
    const { campaignId } = await makeCampaign("Mine");
    for (const id of [campaignId, randomUUID(), "7"]) {
      for (const [path, init] of [
        ["", {}],
        ["", patch({ name: "Taken" })],
        ["/runs", {}],
        ["/creators", {}],
      ] as const) {
        const answer = await other(`/api/v2/campaigns/${id}${path}`, init);
        expect(await errorOf(answer)).toEqual({
          status: 404,
          code: "not_found",
          message: "No such campaign.",
        });
      }
    }
    expect((await (await other("/api/v2/campaigns?archived=all")).json()).campaigns).toEqual([]);
  });
});

const ADMIN_ROUTES: [string, RequestInit][] = [
  ["/api/v2/admin/overview", {}],
  ["/api/v2/admin/jobs", {}],
  [`/api/v2/admin/jobs/${randomUUID()}`, {}],
  ["/api/v2/admin/failures", {}],
  ["/api/v2/admin/tasks", {}],
  ["/api/v2/admin/calls?provider=scrapecreators", {}],
  ["/api/v2/admin/failures/cancel", post({ platform: "tiktok" })],
  ["/api/v2/admin/failures/retry", post({ platform: "tiktok" })],
  [`/api/v2/admin/jobs/${randomUUID()}/timeline`, {}],
  ["/api/v2/admin/providers/all", post({ stopped: true })],
  ["/api/v2/admin/notices", {}],
];

describe("admin", () => {
  it.each(ADMIN_ROUTES)("%s is not there for others, whatever they send", async (path, init) => {
    const missing = { status: 404, code: "not_found", message: "No such route." };
    for (const session of [marketer, other]) {
      expect(await errorOf(await session(path, init))).toEqual(missing);
      expect(await errorOf(await session(`${path}${path.includes("?") ? "&" : "?"}nothing=1`, init))).toEqual(
        missing,
      );
    }
    expect((await fetch(`${app.url}${path}`, init)).status).toBe(401);
  });

  it("watches jobs, their counters and the providers", async () => {
    const { jobId } = await dispatch(other, { keywords: ["travel"], targetResults: 5 });
    await untilEnded(other, jobId);
    const overview: AdminOverview = await (await admin("/api/v2/admin/overview")).json();
    expect(overview.workers).toMatchObject([{ isStale: false, stopping: false }]);
    expect(overview.providers.map(({ provider }) => provider)).toContain("scrapecreators");
    const { jobs } = await (await admin("/api/v2/admin/jobs?state=ended&limit=1")).json();
    expect(jobs).toMatchObject([{ jobId, accountName: "Other workspace", userName: "Otto Other" }]);
    const check: AdminJobAnswer = await (await admin(`/api/v2/admin/jobs/${jobId}`)).json();
    expect(check.violations).toEqual([]);
    expect(check.counters.every(({ drift }: CounterCheck) => drift === 0)).toBe(true);
    expect(await errorOf(await admin("/api/v2/admin/jobs?foo=1"))).toMatchObject({
      status: 400,
      field: "foo",
    });
    expect(await errorOf(await admin("/api/v2/admin/failures/cancel", post({})))).toMatchObject({
      status: 400,
    });
  });

  it("stops all calls, cancels what waits, and lets calls go on", async () => {
    const stop = await admin("/api/v2/admin/providers/all", post({ stopped: true, reason: "Maintenance." }));
    expect(await stop.json()).toMatchObject({
      provider: "all",
      gate: { state: "closed", reason: "Maintenance." },
    });
    const { jobId } = await dispatch(other, { keywords: ["pottery class"], platform: "youtube" });
    const cancel = await admin("/api/v2/admin/failures/cancel", post({ platform: "youtube" }));
    const nothing = { failed: 0, reasons: [], more: false, nextCursor: null };
    expect(await cancel.json()).toEqual({ ...nothing, done: 1 });
    expect((await untilEnded(other, jobId)).status).toBe("cancelled");
    await admin("/api/v2/admin/providers/all", post({ stopped: false }));
    const again = await dispatch(other, { keywords: ["travel"], targetResults: 5 });
    expect((await untilEnded(other, again.jobId)).status).toBe("completed");
  });
});

describe("retrying all jobs of a filter", () => {
  const path = "/api/v2/admin/failures/retry";

  it.each([
    [{}, undefined],
    [{ hours: 24 }, undefined],
    [{ platform: "myspace" }, "platform"],
    [{ provider: "nobody" }, "provider"],
    [{ kind: "dance" }, "kind"],
    [{ accountId: "7" }, "accountId"],
    [{ reason: "http", hours: 0 }, "hours"],
    [{ reason: "http", jobId: randomUUID() }, "jobId"],
    [{ reason: "http", cursor: "x" }, "cursor"],
  ])("refuses %j", async (body, field) => {
    const error = await errorOf(await admin(path, post(body)));
    expect(error).toMatchObject({ status: 400, code: "bad_request" });
    expect(error.field).toBe(field);
  });

  it("does again what failed, and shows it in the timeline", async () => {
    const faults = [{ kind: "renamed_field", keyword: "comedy" }];
    await fetch(`${app.sandbox.url}/__faults`, post(faults));
    const { jobId, runId } = await dispatch(other, { keywords: ["comedy"], targetResults: 5 });
    expect(await untilEnded(other, jobId)).toMatchObject({ status: "error" });
    await fetch(`${app.sandbox.url}/__faults`, { method: "DELETE" });
    const timeline = await admin(`/api/v2/admin/jobs/${jobId}/timeline?kind=search&state=failed`);
    const { entries }: TimelineAnswer = await timeline.json();
    expect(entries).toMatchObject([{ type: "task", keyword: "comedy", state: "failed" }]);
    const reason = (entries[0] as TaskEntry).error?.code;
    const answer = await admin(path, post({ reason, kind: "search" }));
    expect(await answer.json()).toMatchObject({ done: 1, failed: 0, more: false });
    const { jobs } = await (await other(`/api/v2/jobs?runId=${runId}`)).json();
    expect(jobs).toHaveLength(2);
    expect(jobs[0]).toMatchObject({ retryOf: jobId, userName: "Otto Other" });
    expect((await untilEnded(other, jobs[0].jobId)).status).toBe("completed");
    expect(await errorOf(await admin(`/api/v2/admin/jobs/${jobId}/timeline?only=all`))).toMatchObject({
      status: 400,
      field: "only",
    });
  });
});

describe("pictures", () => {
  it.each(["tiktok", "instagram", "youtube"])("of %s come through the proxy", async (platform) => {
    const { jobId } = await dispatch(marketer, { platform, keywords: ["makeup"], targetResults: 3 });
    await untilEnded(marketer, jobId);
    const status: StatusAnswer = await (await marketer(`/api/v2/status?jobId=${jobId}`)).json();
    const address = status.creators[0]?.profile.avatarUrl ?? "";
    expect(address).toMatch(/^https:/);
    const path = `/api/avatars?url=${encodeURIComponent(address)}`;
    const answer = await marketer(path);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "image/png",
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "private, max-age=86400",
    });
    const etag = answer.headers.get("etag") ?? "";
    const known = await marketer(path, { headers: { "if-none-match": etag } });
    expect(known.status).toBe(304);
    expect((await fetch(app.url + path)).status).toBe(401);
  });

  it("that are not there are told as such", async () => {
    const address = encodeURIComponent("https://yt3.ggpht.com/avatars/nothing.svg");
    const answer = await marketer(`/api/avatars?url=${address}`);
    expect(await errorOf(answer)).toMatchObject({ status: 404, code: "not_found" });
  });
});

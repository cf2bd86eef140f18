import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "#lib/db/index.ts";
import { WAKE_CHANNEL } from "#lib/queue/notify.ts";
import type { EstimateAnswer } from "#lib/search-engine/estimate.types.ts";
import type { StatusAnswer } from "#lib/search-engine/types.ts";
import { type Session, startApp, type TestApp } from "#tests/support/app.ts";
import { until } from "#tests/support/engine-probe.ts";
import { dispatch, post, SEARCH, untilEnded } from "./jobs.ts";

let app: TestApp;
let marketer: Session;
let manager: Session;

beforeAll(async () => {
  app = await startApp({ sandbox: { searchLatencyMs: 100, profileLatencyMs: 50 } });
  marketer = await app.signIn("marketer@example.com");
  manager = await app.signIn("manager@example.com");
});

afterAll(() => app?.stop());

describe("dispatch", () => {
  it("makes one job of twenty equal requests with one Idempotency-Key, and refuses another body", async () => {
    const key = randomUUID();
    const before = await jobCount();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        marketer("/api/v2/dispatch", post(SEARCH, { "idempotency-key": key })),
      ),
    );
    expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(202));
    const jobs: { jobId: string }[] = await Promise.all(answers.map((answer) => answer.json()));
    expect(new Set(jobs.map(({ jobId }) => jobId)).size).toBe(1);
    expect(await jobCount()).toBe(before + 1);

    const otherBody = post({ ...SEARCH, targetResults: 21 }, { "idempotency-key": key });
    const refused = await marketer("/api/v2/dispatch", otherBody);
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ error: { code: "conflict" } });
  });

  it("has the workers of every lane woken, and does not leave the job to their polls", async () => {
    const sql = connect(app.databaseUrl, { poolMax: 1 });
    const heard = new Set<string>();
    try {
      await sql.listen(WAKE_CHANNEL, (lane) => heard.add(lane));
      const { jobId } = await dispatch(marketer, { ...SEARCH, keywords: ["gardening"], expand: true });
      // Nobody but a dispatch or the end of another job wakes the lane of expansion.
      await until("both lanes are woken", async () => heard.has("openai") && heard.has("scrapecreators"));
      await untilEnded(marketer, jobId);
    } finally {
      await sql.end({ timeout: 1 });
    }
  });

  async function jobCount(): Promise<number> {
    const { jobs } = await (await marketer("/api/v2/jobs?limit=100")).json();
    return jobs.length;
  }
});

describe("estimate", () => {
  it("tells before a search what it may cost, and what is known after it", async () => {
    const asked = { ...SEARCH, keywords: ["pottery"] };
    const ask = async (): Promise<EstimateAnswer> => {
      const answer = await marketer("/api/v2/estimate", post(asked));
      expect(answer.status).toBe(200);
      expect(answer.headers.get("cache-control")).toBe("private, no-store");
      return answer.json();
    };
    const before = await ask();
    expect(before).toMatchObject({
      platform: "tiktok",
      allowed: true,
      reasons: [],
      creators: { max: 20, target: 20, known: 0 },
      calls: { searches: { max: 20 }, profiles: { expected: 20, max: 20 }, total: { max: 40 } },
      allowance: { plan: "growth", isEnough: true, renewsAt: expect.stringMatching(/-01T00:00:00.000Z$/) },
      provider: { name: "scrapecreators", sampleData: true, gate: { state: "open" } },
    });
    const { jobId } = await dispatch(marketer, asked);
    const { progress, allowance } = await untilEnded(marketer, jobId);
    const after = await ask();
    expect(after.creators.known).toBe(progress.creatorsEnriched);
    expect(after.allowance.available).toBe(before.allowance.available - allowance.charged);
  });

  it("is refused in words that a dispatch uses, and refuses nothing itself", async () => {
    const beyond = { ...SEARCH, targetResults: 5_000 };
    const { allowance }: EstimateAnswer = await (await marketer("/api/v2/estimate", post(beyond))).json();
    const held = Math.floor(allowance.available / 5_000);
    const jobs = [];
    for (let count = 0; count < held; count += 1) jobs.push(await dispatch(marketer, beyond));
    const answer: EstimateAnswer = await (await marketer("/api/v2/estimate", post(beyond))).json();
    const refused = await marketer("/api/v2/dispatch", post(beyond));
    expect(refused.status).toBe(403);
    expect(answer.allowed).toBe(false);
    // Searches under way charge between the two answers.
    const wordsOf = (body: unknown) => JSON.stringify(body).replace(/\d+ are held/, "some are held");
    expect(wordsOf({ error: answer.reasons[0] })).toBe(wordsOf(await refused.json()));
    expect(answer.slots).toMatchObject({ startsAtOnce: false, placeInLine: expect.any(Number) });
    await Promise.all(jobs.map(({ jobId }) => marketer(`/api/v2/jobs/${jobId}`, { method: "DELETE" })));
    await Promise.all(jobs.map(({ jobId }) => untilEnded(marketer, jobId)));
  });
});

describe("status", () => {
  it("brings every creator, then nothing until something changes", async () => {
    const { jobId } = await dispatch(marketer, { keywords: ["fitness"] });
    const path = `/api/v2/status?jobId=${jobId}`;
    const early = await manager(path);
    const earlyTag = early.headers.get("etag") ?? "";
    await untilEnded(marketer, jobId);

    const changed = await manager(path, { headers: { "if-none-match": earlyTag } });
    expect(changed.status).toBe(200);
    expect(changed.headers.get("cache-control")).toBe("private, no-cache");
    const status: StatusAnswer = await changed.json();
    expect(status).toMatchObject({ jobId, status: "completed", sampleData: true });
    expect(status.creators.map((row) => row.position).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );

    const etag = changed.headers.get("etag") ?? "";
    const unchanged = await manager(path, { headers: { "if-none-match": etag } });
    expect(unchanged.status).toBe(304);
    expect(await unchanged.text()).toBe("");
    expect(unchanged.headers.get("etag")).toBe(etag);

    const after = await manager(`${path}&since=${status.pagination.nextCursor}`);
    expect(await after.json()).toMatchObject({ creators: [], pagination: { total: 20, more: false } });
  });

  it("pages through the creators without a gap", async () => {
    const { jobId } = await dispatch(marketer, { keywords: ["skincare"] });
    await untilEnded(marketer, jobId);
    const seen: string[] = [];
    let since = "";
    for (let more = true; more; ) {
      const status: StatusAnswer = await (
        await marketer(`/api/v2/status?jobId=${jobId}&limit=7${since}`)
      ).json();
      seen.push(...status.creators.map((row) => row.platformId));
      since = `&since=${status.pagination.nextCursor}`;
      more = status.pagination.more;
    }
    expect(seen).toHaveLength(20);
    expect(new Set(seen).size).toBe(20);
  });
});

describe("cancel", () => {
  it("ends a job once, however often it is asked", async () => {
    const { jobId } = await dispatch(marketer, {
      keywords: ["travel", "food", "music"],
      targetResults: 1_000,
    });
    const first = await marketer(`/api/v2/jobs/${jobId}`, { method: "DELETE" });
    expect(first.status).toBe(200);
    const job = await untilEnded(marketer, jobId);
    expect(job.status).toBe("cancelled");
    const second = await marketer(`/api/v2/jobs/${jobId}`, { method: "DELETE" });
    expect(second.status).toBe(200);
    expect(await second.json()).toEqual(job);
  });

  it("leaves a job alone that has ended", async () => {
    const { jobId } = await dispatch(marketer);
    const job = await untilEnded(marketer, jobId);
    const answer = await marketer(`/api/v2/jobs/${jobId}`, { method: "DELETE" });
    expect(answer.status).toBe(409);
    expect(await (await marketer(`/api/v2/jobs/${jobId}`)).json()).toEqual(job);
  });
});

describe("health", () => {
  it("tells how the parts are, to anybody", async () => {
    const answer = await fetch(`${app.url}/api/health`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      status: "ok",
      database: { ok: true },
      queue: { transport: "postgres" },
      workers: { alive: 1 },
      providers: expect.arrayContaining([
        { provider: "scrapecreators", open: true, blockedUntil: null, closedReason: null },
      ]),
      sampleData: ["scrapecreators"],
    });
  });
});

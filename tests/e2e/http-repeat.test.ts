import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CompareAnswer } from "#lib/search-engine/compare.types.ts";
import type { TimelineAnswer } from "#lib/search-engine/timeline.types.ts";
import type { DispatchAnswer, JobSummary } from "#lib/search-engine/types.ts";
import { OTHER_USER, type Session, startApp, type TestApp } from "#tests/support/app.ts";
import { dispatch, post, untilEnded } from "./jobs.ts";

let app: TestApp;
let marketer: Session;
let manager: Session;

beforeAll(async () => {
  app = await startApp({ sandbox: { searchLatencyMs: 20, profileLatencyMs: 10 } });
  marketer = await app.signIn("marketer@example.com");
  manager = await app.signIn("manager@example.com");
});

afterAll(() => app?.stop());

/** A search of two keywords, of which one fails. */
async function endWithGap(): Promise<JobSummary> {
  const rule = { kind: "401", keyword: "beauty" };
  await fetch(`${app.sandbox.url}/__faults`, { method: "POST", body: JSON.stringify(rule) });
  const { jobId } = await dispatch(marketer, { keywords: ["makeup", "beauty"], targetResults: 1_000 });
  const job = await untilEnded(marketer, jobId);
  await fetch(`${app.sandbox.url}/__faults`, { method: "DELETE" });
  return job;
}

const NOTHING = { keywords: 0, creators: 0, expansion: false };

describe("retry", () => {
  it("without a body turns what failed to done, for whoever of the account asks", async () => {
    const gap = await endWithGap();
    expect(gap).toMatchObject({
      status: "partial",
      canRetry: { keywords: 1, creators: 0, expansion: false },
    });
    const key = { "idempotency-key": randomUUID() };
    const answer = await manager(`/api/v2/jobs/${gap.jobId}/retry`, { method: "POST", headers: key });
    expect(answer.status).toBe(202);
    const { jobId, runId } = (await answer.json()) as DispatchAnswer;
    expect(runId).toBe(gap.runId);
    const retried = await untilEnded(marketer, jobId);
    expect(retried).toMatchObject({ status: "completed", retryOf: gap.jobId, keywords: ["beauty"] });
    expect(await (await marketer(`/api/v2/jobs/${gap.jobId}`)).json()).toMatchObject({ canRetry: NOTHING });
    const repeated = await manager(`/api/v2/jobs/${gap.jobId}/retry`, post({}, key));
    expect(await repeated.json()).toMatchObject({ jobId });
    const { jobs } = (await (await marketer(`/api/v2/jobs?runId=${runId}`)).json()) as { jobs: JobSummary[] };
    expect(jobs.map((job) => job.jobId)).toEqual([jobId, gap.jobId]);
  });

  it("is refused in words where nothing failed, and where the body says something", async () => {
    const { jobId } = await dispatch(marketer);
    await untilEnded(marketer, jobId);
    const refused = await marketer(`/api/v2/jobs/${jobId}/retry`, { method: "POST" });
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ error: { code: "conflict" } });
    const odd = await marketer(`/api/v2/jobs/${jobId}/retry`, post({ keywords: ["makeup"] }));
    expect(odd.status).toBe(400);
    expect(await odd.json()).toEqual({
      error: { code: "bad_request", message: "keywords: not known here. Leave it out.", field: "keywords" },
    });
    const form = { method: "POST", body: new URLSearchParams({ all: "yes" }) };
    expect((await marketer(`/api/v2/jobs/${jobId}/retry`, form)).status).toBe(415);
  });
});

describe("a search run again", () => {
  it("is compared with the last time by itself, and with any run on demand", async () => {
    const first = await dispatch(marketer, { keywords: ["fitness"] });
    await untilEnded(marketer, first.jobId);
    const answer = await marketer(`/api/v2/jobs/${first.jobId}/again`, { method: "POST" });
    expect(answer.status).toBe(202);
    const again = (await answer.json()) as DispatchAnswer;
    expect(await untilEnded(marketer, again.jobId)).toMatchObject({ runAgainOf: first.jobId });
    const compared = await manager(`/api/v2/runs/${again.runId}/compare?kind=same&limit=3`);
    expect(compared.status).toBe(200);
    const comparison = (await compared.json()) as CompareAnswer;
    expect(comparison).toMatchObject({
      runId: again.runId,
      state: "complete",
      with: { runId: first.runId, state: "complete" },
      counts: { new: 0, changed: 0, gone: 0 },
      nextCursor: expect.any(String),
    });
    expect(comparison.creators).toHaveLength(3);
    const path = `/api/v2/runs/${again.runId}/compare`;
    expect((await marketer(`${path}?with=${randomUUID()}`)).status).toBe(404);
    expect((await marketer(`${path}?kind=better`)).status).toBe(400);
    const other = await app.signIn(OTHER_USER);
    expect((await other(path)).status).toBe(404);
    expect((await fetch(app.url + path)).status).toBe(401);
  });
});

describe("the timeline", () => {
  it("tells of a job from the asking to the end", async () => {
    const { jobId } = await dispatch(marketer, { keywords: ["travel"], targetResults: 5 });
    await untilEnded(marketer, jobId);
    const answer = await manager(`/api/v2/jobs/${jobId}/timeline`);
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    const { entries, cost } = (await answer.json()) as TimelineAnswer;
    expect(entries[0]).toMatchObject({ type: "job", event: "asked" });
    expect(entries.at(-1)).toMatchObject({ type: "job", event: "ended", status: "completed" });
    expect(entries.filter(({ type }) => type === "call")).toHaveLength(cost.calls);
  });
});

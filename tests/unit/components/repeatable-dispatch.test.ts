import { beforeEach, describe, expect, it } from "vitest";
import { ApiError } from "#components/api-client.ts";
import { RepeatableDispatch } from "#components/search/repeatable-dispatch.ts";
import type { DispatchAnswer, DispatchBody } from "#lib/search-engine/types.ts";
import { BODIES, LOST, NOT_ALLOWED } from "./run-bodies.ts";

/** Keeps jobs by their keys, as the app does: another body under a key is refused. */
class App {
  readonly jobs = new Map<string, { body: string; answer: DispatchAnswer }>();
  readonly sent: string[] = [];
  refuses: ReadonlySet<string> = new Set();
  /** Takes the search, and the answer never arrives. */
  loses: ReadonlySet<string> = new Set();

  readonly send = async (body: DispatchBody, key: string): Promise<DispatchAnswer> => {
    this.sent.push(body.platform);
    const existing = this.jobs.get(key);
    if (existing && existing.body !== JSON.stringify(body)) {
      throw new ApiError(409, "conflict", "This Idempotency-Key was used with another body.");
    }
    if (!existing && this.refuses.has(body.platform)) throw NOT_ALLOWED;
    const { platform, runId = `run-${this.jobs.size}` } = body;
    const filters = { wanted: null, applied: [], notSupported: [] };
    const answer = { jobId: `job-${platform}`, runId, status: "pending" as const, filters };
    const job = existing ?? { body: JSON.stringify(body), answer };
    this.jobs.set(key, job);
    if (this.loses.has(platform)) throw LOST;
    return job.answer;
  };

  /** Platforms that were begun, with the runs that they are in. */
  begun(): string[] {
    return [...this.jobs.values()].map(({ answer }) => `${answer.jobId} in ${answer.runId}`).sort();
  }
}

const ALL_IN_ONE = ["job-instagram in run-0", "job-tiktok in run-0", "job-youtube in run-0"];

describe("RepeatableDispatch", () => {
  let app: App;
  let repeatable: RepeatableDispatch;
  beforeEach(() => {
    app = new App();
    repeatable = new RepeatableDispatch(app.send);
  });

  it("goes on with the run when the same is sent again after a fault", async () => {
    app.loses = new Set(["instagram"]);
    expect(await repeatable.dispatch(BODIES)).toMatchObject({
      runId: "run-0",
      begun: [{ platform: "tiktok" }],
    });
    app.loses = new Set();
    const run = await repeatable.dispatch(BODIES);
    expect(run.begun).toHaveLength(3);
    expect(app.begun()).toEqual(ALL_IN_ONE);
  });

  it("brings what was refused at first into the run that another made", async () => {
    app.refuses = new Set(["tiktok"]);
    app.loses = new Set(["youtube"]);
    await repeatable.dispatch(BODIES);
    app.refuses = new Set();
    app.loses = new Set();
    expect((await repeatable.dispatch(BODIES)).refused).toEqual([]);
    expect(app.begun()).toEqual(ALL_IN_ONE);
  });

  it("asks first which run was made by a search whose answer was lost", async () => {
    app.refuses = new Set(["tiktok"]);
    app.loses = new Set(["instagram"]);
    await repeatable.dispatch(BODIES);
    app.refuses = new Set();
    app.loses = new Set();
    app.sent.length = 0;
    await repeatable.dispatch(BODIES);
    expect(app.sent).toEqual(["instagram", "tiktok", "youtube"]);
    expect(app.begun()).toEqual(ALL_IN_ONE);
  });

  it("begins another search once the form says something else, or it is told to forget", async () => {
    await repeatable.dispatch(BODIES);
    await repeatable.dispatch(BODIES.map((body) => ({ ...body, targetResults: 11 })));
    repeatable.forget();
    await repeatable.dispatch(BODIES);
    expect(app.jobs.size).toBe(9);
  });
});

import { describe, expect, it } from "vitest";
import type { ApiError } from "#components/api-client.ts";
import { dispatchRun } from "#components/search/dispatch-run.ts";
import type { DispatchBody } from "#lib/search-engine/types.ts";
import { BODIES, LOST, NOT_ALLOWED } from "./run-bodies.ts";

/** Answers each platform as told, and keeps what was sent. */
function receiver(answers: Record<string, ApiError | null> = {}) {
  const sent: DispatchBody[] = [];
  const send = async (body: DispatchBody) => {
    sent.push(body);
    const error = answers[body.platform];
    if (error) throw error;
    return {
      jobId: `job-${body.platform}`,
      runId: body.runId ?? `run-${body.platform}`,
      status: "pending" as const,
      filters: { wanted: null, applied: [], notSupported: [] },
    };
  };
  return { sent, send };
}

describe("dispatchRun", () => {
  it("makes one run of all: the first makes it", async () => {
    const { sent, send } = receiver();
    const run = await dispatchRun(BODIES, send);
    expect(run).toMatchObject({ runId: "run-tiktok", refused: [] });
    expect(run.begun.map(({ answer }) => answer.runId)).toEqual(Array(3).fill("run-tiktok"));
    expect(sent.map((body) => body.runId)).toEqual([undefined, "run-tiktok", "run-tiktok"]);
  });

  it("goes on behind one that is refused, and lets the next make the run", async () => {
    const { send } = receiver({ tiktok: NOT_ALLOWED });
    const run = await dispatchRun(BODIES, send);
    expect(run.runId).toBe("run-instagram");
    expect(run.begun.map(({ platform }) => platform)).toEqual(["instagram", "youtube"]);
    expect(run.refused).toEqual([{ platform: "tiktok", error: NOT_ALLOWED }]);
  });

  it("sends nothing more behind an error that is no refusal", async () => {
    const { sent, send } = receiver({ instagram: LOST });
    const run = await dispatchRun(BODIES, send);
    expect(run.begun.map(({ platform }) => platform)).toEqual(["tiktok"]);
    expect(run.refused.map(({ platform }) => platform)).toEqual(["instagram", "youtube"]);
    expect(sent).toHaveLength(2);
  });

  it("sends nothing more once it is stopped", async () => {
    const { sent, send } = receiver();
    const run = await dispatchRun(BODIES, send, { isStopped: () => true });
    expect(sent).toHaveLength(1);
    expect(run).toMatchObject({ runId: "run-tiktok", refused: [] });
  });
});

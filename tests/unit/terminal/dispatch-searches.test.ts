import { describe, expect, it } from "vitest";
import { ApiError } from "#components/api-client.ts";
import type { AppClient } from "#scripts/search/app-client.ts";
import { dispatchSearches } from "#scripts/search/dispatch-searches.ts";
import type { SearchOptions } from "#scripts/search/options.ts";

const OPTIONS: SearchOptions = {
  platforms: ["tiktok", "youtube"],
  keywords: ["makeup"],
  target: 10,
  expand: false,
  filters: undefined,
  isEstimate: false,
  output: { kind: "table" },
};

/** An app whose answers are taken from the list, the last for ever. */
function appThat(answers: (ApiError | { jobId: string; runId: string })[]) {
  const sent: { body: unknown; key: string | undefined }[] = [];
  const postJson: AppClient["postJson"] = async <T>(
    _path: string,
    body: unknown,
    headers?: Record<string, string>,
  ) => {
    sent.push({ body, key: headers?.["Idempotency-Key"] });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof ApiError) throw answer;
    return answer as T;
  };
  const unused = () => Promise.reject(new Error("not asked for"));
  return { sent, app: { url: "", get: unused, getJson: unused, delete: unused, postJson } };
}

const LOST = new ApiError(0, "unreachable", "Shoal does not answer.");
const never = () => false;

describe("dispatchSearches", () => {
  it("sends a search again whose answer was lost, with the key that it had", async () => {
    const { sent, app } = appThat([LOST, { jobId: "1", runId: "r" }, { jobId: "2", runId: "r" }]);
    const run = await dispatchSearches(app, OPTIONS, never);
    expect(run.begun.map(({ answer }) => answer.jobId)).toEqual(["1", "2"]);
    const [first, again, second] = sent;
    expect(first?.key).toMatch(/^[0-9a-f-]{36}$/);
    expect(again).toEqual(first);
    expect(second?.key).not.toBe(first?.key);
    expect(second?.body).toMatchObject({ platform: "youtube", runId: "r" });
  });

  it("names the option that the API finds fault with", async () => {
    const { sent, app } = appThat([
      new ApiError(400, "bad_request", "keywords[1]: too long.", "keywords[1]"),
    ]);
    await expect(dispatchSearches(app, OPTIONS, never)).rejects.toThrow("--keywords: keywords[1]: too long.");
    expect(sent).toHaveLength(1);
  });

  it("fails with the first reason when all are refused", async () => {
    const { sent, app } = appThat([new ApiError(403, "allowance_exceeded", "Too many.", "targetResults")]);
    await expect(dispatchSearches(app, OPTIONS, never)).rejects.toThrow("Too many.");
    expect(sent).toHaveLength(2);
  });
});

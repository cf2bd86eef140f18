import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Session, startApp, type TestApp } from "#tests/support/app.ts";
import { type ModelServer, startModelServer } from "#tests/support/model-server.ts";
import { dispatch, post, untilEnded } from "./jobs.ts";

const MODEL = "model-of-tests";
const TIMEOUT_MS = 1_500;
const BODY = { platform: "tiktok", keywords: ["makeup"] };
const PATH = "/api/v2/keywords/suggest";
let app: TestApp;
let model: ModelServer;
let marketer: Session;

beforeAll(async () => {
  model = await startModelServer();
  app = await startApp({
    sandbox: { searchLatencyMs: 20, profileLatencyMs: 10 },
    environment: {
      OPENAI_API_KEY: "sk-test",
      OPENAI_BASE_URL: model.url,
      OPENAI_MODEL: MODEL,
      EXPANSION_TIMEOUT_MS: String(TIMEOUT_MS),
    },
  });
  marketer = await app.signIn("marketer@example.com");
});
beforeEach(() => {
  model.requests.length = 0;
  model.reply = { keywords: [{ keyword: "Soft Glam", reason: "A look that make-up artists show" }] };
});
afterAll(async () => {
  await app?.stop();
  await model?.close();
});

async function suggest(change: object = {}) {
  const answer = await marketer(PATH, post({ ...BODY, ...change }));
  return { status: answer.status, body: await answer.json() };
}

describe("suggest", () => {
  it("gives the model's keywords with reasons, from the cache the second time, and a run adds the same", async () => {
    const keywords = [{ keyword: "soft glam", reason: "A look that make-up artists show" }];
    expect(await suggest()).toEqual({ status: 200, body: { keywords, source: MODEL, cached: false } });
    expect(await suggest({ keywords: [" MakeUp "] })).toEqual({
      status: 200,
      body: { keywords, source: MODEL, cached: true },
    });
    const { jobId } = await dispatch(marketer, { expand: true, targetResults: 40 });
    await untilEnded(marketer, jobId);
    const status = await (await marketer(`/api/v2/status?jobId=${jobId}`)).json();
    expect(status.keywords).toMatchObject([
      { keyword: "makeup", source: "user" },
      { keyword: "soft glam", source: "expansion", reason: keywords[0]?.reason, found: expect.any(Number) },
    ]);
    expect(model.requests).toHaveLength(1);
  });

  it.each([
    { name: "fails", reply: { status: 500 } },
    { name: "hangs", reply: "hang" },
    { name: "refuses", reply: { refusal: "No." } },
  ] as const)("answers by rules, in time, when the model $name", async ({ name, reply }) => {
    model.reply = reply;
    const startedAt = performance.now();
    const { status, body } = await suggest({ keywords: [`candle ${name}`] });
    expect(performance.now() - startedAt).toBeLessThan(TIMEOUT_MS + 1_000);
    expect(status).toBe(200);
    expect(body).toMatchObject({ source: "rules", cached: false });
    expect(body.keywords.length).toBeGreaterThan(2);
    for (const { reason } of body.keywords) expect(reason).toContain(`candle ${name}`);
  });

  it("is foreseen by an estimate, which asks nobody", async () => {
    const asked = { keywords: ["origami"], targetResults: 10, platform: "tiktok", expand: true };
    const foreseen = async () => (await (await marketer("/api/v2/estimate", post(asked))).json()).expansion;
    expect(await foreseen()).toEqual({ source: "model", keywordsMax: 10, modelCallsMax: 1 });
    expect(model.requests).toEqual([]);
    await suggest({ keywords: ["origami"] });
    expect(await foreseen()).toEqual({ source: "kept", keywordsMax: 10, modelCallsMax: 0 });
    expect(model.requests).toHaveLength(1);
  });

  it("answers 401 without a session", async () => {
    expect((await fetch(app.url + PATH, post(BODY))).status).toBe(401);
    expect(model.requests).toEqual([]);
  });

  it.each([
    { change: { keywords: [] }, field: "keywords" },
    { change: { keywords: ["makeup", " "] }, field: "keywords[1]" },
    { change: { keywords: ["m".repeat(101)] }, field: "keywords[0]" },
    { change: { keywords: Array.from({ length: 51 }, (_, at) => `keyword ${at}`) }, field: "keywords" },
    { change: { platform: "myspace" }, field: "platform" },
    { change: { targetResults: 10 }, field: "targetResults" },
  ])("names $field for $change", async ({ change, field }) => {
    expect(await suggest(change)).toMatchObject({
      status: 400,
      body: { error: { code: "bad_request", field } },
    });
    expect(model.requests).toEqual([]);
  });
});

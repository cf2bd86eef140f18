import { createHash, createHmac, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TestBench } from "#tests/support/engine.ts";
import { claimOf, readTasks } from "#tests/support/engine-probe.ts";
import { type Outcome, outcomeOf } from "#tests/support/outcomes.ts";
import { QSTASH_KEYS } from "#tests/support/qstash-keys.ts";

const PATH = "/api/v2/worker/search";
const HOUR_SECONDS = 3_600;

let bench: TestBench;
let leave: () => void;
let body: string;
let before: Outcome;

beforeAll(async () => {
  bench = await TestBench.start({ settings: { freshDays: 0 } });
  leave = bench.onQstash().workWith(bench.engine);
  // What settles wake is kept back: only the test delivers.
  bench.onQstash().qstash.addFault({ kind: "hold" });
});
beforeEach(async () => {
  // Each its own slots: these jobs stay open.
  const jobId = await bench.begin(await bench.makeAccount(), { keywords: ["makeup"], targetResults: 5 });
  const [task] = await readTasks(bench, jobId);
  body = JSON.stringify({ v: 1, taskId: task?.id, jobId, platform: "tiktok", keyword: "makeup" });
  before = await outcomeOf(bench.sql);
});
afterAll(async () => {
  leave?.();
  await bench?.stop();
});

interface Signing {
  key?: string;
  url?: string;
  signedBody?: string;
  algorithm?: string;
  claims?: Record<string, unknown>;
}

const appUrl = () => process.env.APP_URL ?? "";
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");

/** As QStash signs, but for what is asked to be otherwise. */
function sign({ key = QSTASH_KEYS.QSTASH_CURRENT_SIGNING_KEY, ...signing }: Signing = {}): string {
  const { url = appUrl() + PATH, signedBody = body, algorithm = "HS256" } = signing;
  const now = Math.floor(Date.now() / 1_000);
  const times = { exp: now + 300, nbf: now, iat: now };
  const digest = createHash("sha256").update(signedBody).digest("base64url");
  const claims = { iss: "Upstash", sub: url, ...times, jti: randomUUID(), body: digest, ...signing.claims };
  const content = `${encode({ alg: algorithm, typ: "JWT" })}.${encode(claims)}`;
  if (algorithm === "none") return `${content}.`;
  return `${content}.${createHmac("sha256", key).update(content).digest("base64url")}`;
}

function post(signature: string | null, path = PATH, sent = body): Promise<Response> {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (signature !== null) headers["upstash-signature"] = signature;
  return fetch(appUrl() + path, { method: "POST", headers, body: sent });
}

const now = () => Math.floor(Date.now() / 1_000);

describe("a delivery whose signature does not hold", () => {
  it.each<{ why: string; signature: () => string | null; path?: string; sent?: () => string }>([
    { why: "none", signature: () => null },
    { why: "empty", signature: () => "" },
    { why: "no token at all", signature: () => "abc" },
    { why: "another key", signature: () => sign({ key: "another" }) },
    { why: "the token of the API", signature: () => sign({ key: QSTASH_KEYS.QSTASH_TOKEN }) },
    { why: "no algorithm", signature: () => sign({ algorithm: "none" }) },
    { why: "another issuer", signature: () => sign({ claims: { iss: "Someone" } }) },
    { why: "run out", signature: () => sign({ claims: { exp: now() - HOUR_SECONDS } }) },
    { why: "not valid yet", signature: () => sign({ claims: { nbf: now() + HOUR_SECONDS } }) },
    { why: "for another body", signature: () => sign({ signedBody: `${body} ` }) },
    { why: "for this body, but one byte came along", signature: () => sign(), sent: () => `${body} ` },
    { why: "for another route", signature: () => sign({ url: `${appUrl()}/api/v2/worker/enrich` }) },
    { why: "for another host", signature: () => sign({ url: `https://evil.example${PATH}` }) },
    { why: "sent on to another route", signature: () => sign(), path: "/api/v2/worker/enrich" },
    { why: "sent on to the failure route", signature: () => sign(), path: "/api/v2/worker/failure" },
    { why: "without a body hash", signature: () => sign({ claims: { body: undefined } }) },
  ])("is refused, and nothing is written: $why", async ({ signature, path, sent }) => {
    const answer = await post(signature(), path, sent?.());
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: { code: "unauthenticated" } });
    expect(await outcomeOf(bench.sql)).toEqual(before);
  });

  it("is refused when it is too large to be a message", async () => {
    const sent = JSON.stringify({ v: 1, padding: "x".repeat(1_100_000) });
    const answer = await post(sign({ signedBody: sent }), PATH, sent);
    expect(answer.status).toBe(413);
    expect(await outcomeOf(bench.sql)).toEqual(before);
  });
});

describe("a delivery whose signature holds", () => {
  it.each([
    { by: "the current key", key: QSTASH_KEYS.QSTASH_CURRENT_SIGNING_KEY },
    { by: "the next key, after a rotation", key: QSTASH_KEYS.QSTASH_NEXT_SIGNING_KEY },
  ])("is worked on: $by", async ({ key }) => {
    const answer = await post(sign({ key }));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ success: true, creatorsFound: 5 });
  });

  it("does nothing the second time", async () => {
    const signature = sign();
    expect(await (await post(signature)).json()).toEqual({ success: true, creatorsFound: 5 });
    await bench.onQstash().settled();
    const after = await outcomeOf(bench.sql);
    const again = await post(signature);
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual({ success: true, creatorsFound: 0 });
    expect(await outcomeOf(bench.sql)).toEqual(after);
  });

  it("is asked to come again while another has the task", async () => {
    const { taskId, jobId } = JSON.parse(body);
    const claimed = await claimOf(bench, jobId);
    expect(claimed.id).toBe(taskId);
    const answer = await post(sign());
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    await bench.work(claimed);
  });

  it.each([
    { why: "no JSON", sent: () => "{" },
    { why: "of a version that is to come", sent: () => JSON.stringify({ ...JSON.parse(body), v: 2 }) },
    { why: "no task", sent: () => JSON.stringify({ v: 1 }) },
    { why: "an id that is none", sent: () => JSON.stringify({ ...JSON.parse(body), taskId: "1" }) },
    {
      why: "a task that is not there",
      sent: () => JSON.stringify({ ...JSON.parse(body), taskId: randomUUID() }),
    },
  ])("but what it carries cannot be worked on is given up at once: $why", async ({ sent }) => {
    const text = sent();
    const answer = await post(sign({ signedBody: text }), PATH, text);
    expect(answer.status).toBe(489);
    expect(answer.headers.get("upstash-nonretryable-error")).toBe("true");
    expect(await outcomeOf(bench.sql)).toEqual(before);
  });
});

import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { parseBody, parseParams, parseQuery } from "#lib/http/parse.ts";
import { BODY_BYTES_MAX } from "#lib/http/read-json.ts";
import { dispatchBodySchema, jobListQuerySchema, statusQuerySchema } from "#lib/search-engine/types.ts";

const VALID = { platform: "tiktok", keywords: ["makeup"], targetResults: 100 };

function post(body: BodyInit, headers: Record<string, string> = { "content-type": "application/json" }) {
  return new Request("http://localhost/api", { method: "POST", body, headers });
}

async function errorOf(work: () => unknown) {
  try {
    await work();
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, message: error.message, field: error.field };
    throw error;
  }
  throw new Error("accepted");
}

describe("parseBody", () => {
  it("gives what the schema gives", async () => {
    const parsed = await parseBody(
      post(JSON.stringify({ ...VALID, keywords: [" skin "] })),
      dispatchBodySchema,
    );
    expect(parsed).toEqual({ ...VALID, keywords: ["skin"], expand: false });
  });

  it("accepts a content type with a charset", async () => {
    const request = post(JSON.stringify(VALID), { "content-type": "Application/JSON; charset=utf-8" });
    expect(await parseBody(request, dispatchBodySchema)).toMatchObject(VALID);
  });

  it.each([
    { change: { targetResults: 0 }, field: "targetResults", message: "targetResults: must be at least 1." },
    {
      change: { targetResults: 5001 },
      field: "targetResults",
      message: "targetResults: must be at most 5000.",
    },
    {
      change: { targetResults: 1.5 },
      field: "targetResults",
      message: "targetResults: must be a whole number.",
    },
    { change: { targetResults: "10" }, field: "targetResults", message: "targetResults: must be a number." },
    { change: { targetResults: undefined }, field: "targetResults", message: "targetResults: is missing." },
    { change: { keywords: "makeup" }, field: "keywords", message: "keywords: must be a list." },
    {
      change: { keywords: ["a", "b", "  "] },
      field: "keywords[2]",
      message: "keywords[2]: must not be blank.",
    },
    { change: { keywords: [] }, field: "keywords", message: "keywords: at least one keyword." },
    {
      change: { keywords: Array(51).fill("a") },
      field: "keywords",
      message: "keywords: at most 50 keywords.",
    },
    {
      change: { keywords: ["a".repeat(101)] },
      field: "keywords[0]",
      message: "keywords[0]: must have at most 100 characters.",
    },
    { change: { runId: "7" }, field: "runId", message: "runId: must be a UUID." },
    { change: { expand: "yes" }, field: "expand", message: "expand: must be true or false." },
    {
      change: { target: 100 },
      field: "target",
      message:
        "target: not known here. Allowed: platform, keywords, targetResults, campaignId, runId, expand, filters.",
    },
  ])("names $field for $change", async ({ change, field, message }) => {
    const request = post(JSON.stringify({ ...VALID, ...change }));
    expect(await errorOf(() => parseBody(request, dispatchBodySchema))).toEqual({
      code: "bad_request",
      message,
      field,
    });
  });

  it("refuses a key that would reach the prototype", async () => {
    const text = JSON.stringify(VALID).replace("{", '{"__proto__":{"role":"admin"},');
    const outcome = await errorOf(() => parseBody(post(text), dispatchBodySchema));
    expect(outcome).toMatchObject({ code: "bad_request", field: "__proto__" });
  });

  it.each([
    { name: "broken JSON", body: "{", code: "bad_request" },
    { name: "an empty body", body: "", code: "bad_request" },
    { name: "bytes that are not UTF-8", body: new Uint8Array([0x22, 0xff, 0x22]), code: "bad_request" },
    { name: "a NUL character", body: JSON.stringify({ ...VALID, keywords: ["a\0"] }), code: "bad_request" },
    { name: "a list", body: "[]", code: "bad_request" },
    { name: "null", body: "null", code: "bad_request" },
    { name: "too many bytes", body: " ".repeat(BODY_BYTES_MAX + 1), code: "payload_too_large" },
  ])("refuses $name", async ({ body, code }) => {
    expect(await errorOf(() => parseBody(post(body), dispatchBodySchema))).toMatchObject({ code });
  });

  it.each([
    { text: '{"keywords":["makeup","\\ud800"]}', field: "keywords[1]" },
    { text: '{"filters":{"bio":["a\\udc00"]}}', field: "filters.bio[0]" },
    { text: '{"platform":"a\\u0000"}', field: "platform" },
    { text: '"\\ud83d"', field: undefined },
    { text: "[".repeat(200_000) + "]".repeat(200_000), field: undefined },
  ])("names $field where the database has no place for its text", async ({ text, field }) => {
    expect(await errorOf(() => parseBody(post(text), dispatchBodySchema))).toMatchObject({
      code: "bad_request",
      field,
    });
  });

  it("takes characters that are a pair of surrogates", async () => {
    const body = JSON.stringify({ ...VALID, keywords: ["💄 makeup"] });
    expect(await parseBody(post(body), dispatchBodySchema)).toMatchObject({ keywords: ["💄 makeup"] });
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "application/jsonp"])(
    "refuses %s",
    async (type) => {
      const request = post(JSON.stringify(VALID), { "content-type": type });
      expect(await errorOf(() => parseBody(request, dispatchBodySchema))).toMatchObject({
        code: "unsupported_media_type",
      });
    },
  );

  it("counts the bytes of a body that does not tell its length", async () => {
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(BODY_BYTES_MAX / 2).fill(0x20)),
    });
    const init = {
      method: "POST",
      body: stream,
      headers: { "content-type": "application/json" },
      duplex: "half",
    };
    const request = new Request("http://localhost/api", init);
    expect(await errorOf(() => parseBody(request, dispatchBodySchema))).toMatchObject({
      code: "payload_too_large",
    });
  });
});

describe("parseQuery", () => {
  const query = (search: string) => new Request(`http://localhost/api${search}`);

  it("reads numbers and fills in defaults", () => {
    expect(parseQuery(query("?limit=7"), jobListQuerySchema)).toEqual({ limit: 7 });
    expect(parseQuery(query(""), jobListQuerySchema)).toEqual({ limit: 50 });
  });

  it.each([
    { search: "?limit=0", field: "limit" },
    { search: "?limit=", field: "limit" },
    { search: "?limit=ten", field: "limit" },
    { search: "?limit=0x10", field: "limit" },
    { search: "?limit=1e2", field: "limit" },
    { search: "?limit=%207", field: "limit" },
    { search: "?limit=101", field: "limit" },
    { search: "?limit=1&limit=2", field: "limit" },
    { search: "?state=done", field: "state" },
    { search: "?status=completed", field: "status" },
    { search: "?accountId=1", field: "accountId" },
    { search: "?__proto__=1", field: "__proto__" },
    { search: "?cursor=%00", field: "cursor" },
  ])("names $field for $search", async ({ search, field }) => {
    expect(await errorOf(() => parseQuery(query(search), jobListQuerySchema))).toMatchObject({
      code: "bad_request",
      field,
    });
  });

  it("refuses a cursor that no answer gave", async () => {
    const id = "0b6f3a52-7a53-4b1c-9c1d-0e6c6c1f7a11";
    const outcome = await errorOf(() => parseQuery(query(`?jobId=${id}&since=7`), statusQuerySchema));
    expect(outcome.message).toBe("since: must be a cursor that an earlier answer gave.");
  });
});

describe("parseParams", () => {
  it("answers an id that cannot be one like an unknown one", async () => {
    const schema = z.object({ jobId: z.uuid() });
    expect(await errorOf(() => parseParams({ jobId: "1; drop table" }, schema, "job"))).toEqual({
      code: "not_found",
      message: "No such job.",
      field: undefined,
    });
  });
});

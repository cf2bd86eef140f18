import { afterEach, describe, expect, it, vi } from "vitest";
import { AppError, ERROR_STATUS, type ErrorCode, notFound } from "#lib/errors.ts";
import { errorResponse } from "#lib/http/answer.ts";
import { logger } from "#lib/log/index.ts";

const REQUEST = { method: "GET", url: "http://localhost/api/v2/jobs?cursor=secret" };

afterEach(() => vi.restoreAllMocks());

describe("errorResponse", () => {
  it.each(Object.entries(ERROR_STATUS))("answers %s with %d", async (code, status) => {
    const response = errorResponse(new AppError(code as ErrorCode, "Why."), REQUEST);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: { code, message: "Why." } });
  });

  it("names the field where there is one", async () => {
    const response = errorResponse(new AppError("bad_request", "Why.", { field: "keywords[2]" }), REQUEST);
    expect(await response.json()).toEqual({
      error: { code: "bad_request", message: "Why.", field: "keywords[2]" },
    });
  });

  it("gives the same bytes for whatever is not there", async () => {
    const [one, other] = [errorResponse(notFound("job"), REQUEST), errorResponse(notFound("job"), REQUEST)];
    expect(await one.text()).toBe(await other.text());
  });

  it("logs an error that nobody should see, and shows a fixed text", async () => {
    const log = vi.spyOn(logger, "error").mockImplementation(() => {});
    const error = new Error("relation scraping_jobs does not exist");
    const response = errorResponse(error, REQUEST);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("relation");
    const requestId = response.headers.get("x-request-id");
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(log).toHaveBeenCalledExactlyOnceWith(
      { requestId, method: "GET", path: "/api/v2/jobs", error },
      "request.failed",
    );
  });

  it("says that the database is away", async () => {
    vi.spyOn(logger, "error").mockImplementation(() => {});
    const error = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    const response = errorResponse(error, REQUEST);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ error: { code: "unavailable" } });
  });
});

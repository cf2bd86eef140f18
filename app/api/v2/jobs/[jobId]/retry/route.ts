import { after } from "next/server";
import { z } from "zod";
import { idempotencyKey, route } from "#lib/http/index.ts";
import { afterDispatch, type RetryAnswer, retryBodySchema, retrySearch } from "#lib/search-engine/index.ts";

const retry = {
  params: z.object({ jobId: z.uuid() }),
  query: z.strictObject({}),
  body: retryBodySchema,
  bodyOptional: true,
  resource: "job",
};

export const POST = route(retry, async ({ caller, request, params }) => {
  const key = idempotencyKey(request);
  const retried = await retrySearch(caller, params.jobId, { idempotencyKey: key });
  after(() => afterDispatch(caller.accountId, retried));
  return Response.json(retried.answer satisfies RetryAnswer, { status: 202 });
});

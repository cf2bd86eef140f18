import { after } from "next/server";
import { z } from "zod";
import { idempotencyKey, route } from "#lib/http/index.ts";
import { afterDispatch, againBodySchema, searchAgain } from "#lib/search-engine/index.ts";

const again = {
  params: z.object({ jobId: z.uuid() }),
  query: z.strictObject({}),
  body: againBodySchema,
  bodyOptional: true,
  resource: "job",
};

export const POST = route(again, async ({ caller, request, params, body }) => {
  const key = idempotencyKey(request);
  const dispatched = await searchAgain(caller, params.jobId, { ...body, idempotencyKey: key });
  after(() => afterDispatch(caller.accountId, dispatched));
  return Response.json(dispatched.answer, { status: 202 });
});

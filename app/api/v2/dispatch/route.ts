import { after } from "next/server";
import { idempotencyKey, route } from "#lib/http/index.ts";
import { afterDispatch, dispatchBodySchema, dispatchSearch } from "#lib/search-engine/index.ts";

export const POST = route({ body: dispatchBodySchema }, async ({ caller, request, body }) => {
  const dispatched = await dispatchSearch(caller, body, { idempotencyKey: idempotencyKey(request) });
  after(() => afterDispatch(caller.accountId, dispatched));
  return Response.json(dispatched.answer, { status: 202 });
});

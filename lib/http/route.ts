import type { z } from "zod";
import { type Caller, requireAdmin, requireCaller } from "#lib/auth/index.ts";
import { errorResponse } from "./answer.ts";
import { requireOwnOrigin } from "./own-origin.ts";
import { type Parsed, parseBody, parseParams, parseQuery } from "./parse.ts";

type Schema = z.ZodObject | undefined;

interface RouteOptions<B extends Schema, Q extends Schema, P extends Schema> {
  body?: B;
  /** A request may also come without a body: then the body is as an empty object. */
  bodyOptional?: boolean;
  query?: Q;
  params?: P;
  /** What the path names, for the 404 of an id that cannot be one. */
  resource?: string;
}

interface RouteInput<B extends Schema, Q extends Schema, P extends Schema> {
  request: Request;
  body: Parsed<B>;
  query: Parsed<Q>;
  params: Parsed<P>;
}

type Handler<Input> = (input: Input) => Promise<Response> | Response;
type NextHandler = (request: Request, context: { params: Promise<unknown> }) => Promise<Response>;

/** A route for people who are signed in: checks where the request comes from, who asks, and what is asked. */
export function route<
  B extends Schema = undefined,
  Q extends Schema = undefined,
  P extends Schema = undefined,
>(options: RouteOptions<B, Q, P>, handler: Handler<RouteInput<B, Q, P> & { caller: Caller }>): NextHandler {
  return (request, context) =>
    answer(request, async () => {
      requireOwnOrigin(request.headers, request.method);
      const caller = await requireCaller(request);
      return handler({ ...(await readInput(request, context, options)), caller });
    });
}

/** As `route`, for admins: to everybody else there is no such route. */
export function adminRoute<
  B extends Schema = undefined,
  Q extends Schema = undefined,
  P extends Schema = undefined,
>(options: RouteOptions<B, Q, P>, handler: Handler<RouteInput<B, Q, P> & { caller: Caller }>): NextHandler {
  return (request, context) =>
    answer(request, async () => {
      requireOwnOrigin(request.headers, request.method);
      const caller = await requireCaller(request);
      requireAdmin(caller);
      return handler({ ...(await readInput(request, context, options)), caller });
    });
}

/** As `route`, for everybody. */
export function publicRoute<
  B extends Schema = undefined,
  Q extends Schema = undefined,
  P extends Schema = undefined,
>(options: RouteOptions<B, Q, P>, handler: Handler<RouteInput<B, Q, P>>): NextHandler {
  return (request, context) =>
    answer(request, async () => {
      requireOwnOrigin(request.headers, request.method);
      return handler(await readInput(request, context, options));
    });
}

/** Answers a request, also when the work fails: errors in their one shape, and nothing that a cache may keep. */
export async function answer(request: Request, work: () => Promise<Response>): Promise<Response> {
  let response: Response;
  try {
    response = await work();
  } catch (error) {
    response = errorResponse(error, request);
  }
  if (!response.headers.has("cache-control")) response.headers.set("Cache-Control", "private, no-store");
  return response;
}

async function readInput<B extends Schema, Q extends Schema, P extends Schema>(
  request: Request,
  context: { params: Promise<unknown> },
  options: RouteOptions<B, Q, P>,
): Promise<RouteInput<B, Q, P>> {
  const { params, query, body, bodyOptional: orNothing = false, resource = "page" } = options;
  const read = {
    request,
    params: params && parseParams(await context.params, params, resource),
    query: query && parseQuery(request, query),
    body: body && (await parseBody(request, body, { orNothing })),
  };
  // Each is parsed by its own schema, or undefined where there is none: just what Parsed says.
  return read as RouteInput<B, Q, P>;
}

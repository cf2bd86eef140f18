import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { CallLog } from "./call-log.ts";
import { type Answer, failure, failureAnswer } from "./fault-effects.ts";
import type { Faults } from "./faults.ts";
import { sendCutOff, sendJson } from "./http.ts";
import { type PlannedCall, planProfile, planSearch, type RouteContext } from "./tiktok-routes.ts";

interface ProviderState {
  calls: CallLog;
  faults: Faults;
  /** Stretches a latency by the seeded jitter. */
  jitter: (latencyMs: number) => number;
  credits: { remaining: number };
  routes: RouteContext;
}

/** One call at the provider's endpoints: logged, delayed, perhaps spoilt, answered. */
export async function handleProvider(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  state: ProviderState,
): Promise<void> {
  const end = state.calls.begin(url.pathname, Object.fromEntries(url.searchParams));
  const gone = new AbortController();
  response.once("close", () => {
    gone.abort();
    end(null);
  });
  // The call is over for the log before the client can see it, or its next call would count as concurrent.
  const send = (answer: Answer) => {
    end(answer.status);
    sendJson(response, answer.status, answer.body, answer.headers);
  };

  const plan = request.headers["x-api-key"]
    ? planCall(request.method ?? "", url, state)
    : failure(401, "unauthorized", "x-api-key is required");
  if (!("answer" in plan)) return send(plan);

  const strikes = state.faults.strike(plan.target);
  const slowMs = strikes.filter((rule) => rule.kind === "slow").reduce((sum, rule) => sum + rule.delayMs, 0);
  if (strikes.some((rule) => rule.kind === "hang")) return;
  try {
    await wait(state.jitter(plan.latencyMs) + slowMs, undefined, { signal: gone.signal });
  } catch {
    // The caller gave up.
    return;
  }
  for (const rule of strikes) {
    const instead = failureAnswer(rule.kind, rule.retryAfterSeconds);
    if (instead) return send(instead);
  }
  const answer = plan.answer(strikes);
  if (!strikes.some((rule) => rule.kind === "cut_off")) return send(answer);
  end(answer.status);
  sendCutOff(response, answer.body);
}

function planCall(method: string, url: URL, state: ProviderState): PlannedCall | Answer {
  const { pathname: path, searchParams: query } = url;
  switch (`${method} ${path}`) {
    case "GET /v1/tiktok/search/keyword":
      return planSearch(state.routes, path, query);
    case "GET /v1/tiktok/profile":
      return planProfile(state.routes, path, query);
    case "GET /v1/account/credit-balance":
      return {
        target: { endpoint: "other", path },
        latencyMs: 0,
        answer: () => ({
          status: 200,
          body: {
            success: true,
            credits_remaining: state.credits.remaining,
            credits_charged: 0,
            creditCount: state.credits.remaining,
          },
        }),
      };
    default:
      return failure(404, "not_found", `No endpoint ${method} ${path}`);
  }
}

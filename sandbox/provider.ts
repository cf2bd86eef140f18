import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { CallLog } from "./call-log.ts";
import { type Answer, failure, failureAnswer } from "./fault-effects.ts";
import type { Faults } from "./faults.ts";
import { sendCutOff, sendJson } from "./http.ts";
import * as instagram from "./instagram-routes.ts";
import type { Plan, PlannedCall, RouteContext } from "./planned-call.ts";
import * as tiktok from "./tiktok-routes.ts";
import * as youtube from "./youtube-routes.ts";

const PLANS: Record<string, Plan> = {
  "GET /v1/tiktok/search/keyword": tiktok.planSearch,
  "GET /v1/tiktok/profile": tiktok.planProfile,
  "GET /v1/instagram/search/profiles": instagram.planProfileSearch,
  "GET /v2/instagram/reels/search": instagram.planReelSearch,
  "GET /v1/instagram/profile": instagram.planProfile,
  "GET /v1/youtube/search": youtube.planSearch,
  "GET /v1/youtube/channel": youtube.planChannel,
};

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

  const strikes = state.faults.strike(plan.target, url.pathname + url.search);
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
  end(answer.status, true);
  sendCutOff(response, answer.body);
}

function planCall(method: string, url: URL, state: ProviderState): PlannedCall | Answer {
  const { pathname: path, searchParams: query } = url;
  const endpoint = `${method} ${path}`;
  if (endpoint === "GET /v1/account/credit-balance") return planBalance(path, state);
  const plan = PLANS[endpoint];
  return plan ? plan(state.routes, path, query) : failure(404, "not_found", `No endpoint ${endpoint}`);
}

function planBalance(path: string, { credits }: ProviderState): PlannedCall {
  return {
    target: { endpoint: "other", path },
    latencyMs: 0,
    answer: () => ({
      status: 200,
      body: {
        success: true,
        credits_remaining: credits.remaining,
        credits_charged: 0,
        creditCount: credits.remaining,
      },
    }),
  };
}

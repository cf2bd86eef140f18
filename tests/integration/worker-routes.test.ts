import { expect, it } from "vitest";
import { deliveryRoute, failureRoute, sweepRoute } from "#lib/queue/index.ts";

const HOST = { host: "127.0.0.1" };
const ROUTES = [
  { path: "search", route: deliveryRoute("search") },
  { path: "enrich", route: deliveryRoute("enrich") },
  { path: "expand", route: deliveryRoute("expand") },
  { path: "analyze", route: deliveryRoute("analyze") },
  { path: "failure", route: failureRoute() },
];

it.each(ROUTES)("where Postgres wakes tasks there is no worker route: $path", async ({ path, route }) => {
  const message = { v: 1, taskId: "00000000-0000-4000-8000-000000000000" };
  const answer = await route(
    new Request(`http://127.0.0.1/api/v2/worker/${path}`, {
      method: "POST",
      headers: { ...HOST, "content-type": "application/json", "upstash-signature": "any" },
      body: JSON.stringify(message),
    }),
  );
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ error: { code: "not_found" } });
});

it("without CRON_SECRET there is no sweeper's route", async () => {
  const headers = { ...HOST, authorization: "Bearer undefined" };
  const answer = await sweepRoute()(new Request("http://127.0.0.1/api/cron/sweep", { headers }));
  expect(answer.status).toBe(404);
});

import { readHealth } from "#lib/health/index.ts";
import { publicRoute } from "#lib/http/index.ts";

export const GET = publicRoute({}, async () => {
  const health = await readHealth();
  return Response.json(health, { status: health.status === "down" ? 503 : 200 });
});

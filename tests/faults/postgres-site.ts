import type { Draws } from "./draws.ts";
import { RATES } from "./settings.ts";
import { startStaleMessages } from "./stale-messages.ts";
import type { TransportSite } from "./transport.ts";
import { startAppProcess, Victim } from "./victim.ts";
import { untilAnswering, webPlan, workerPlan } from "./web.ts";

const WORKERS = 4;

/** The web server, spared, and four worker processes whose notifications are lost on the way. */
export async function startPostgresSite(site: {
  databaseUrl: string;
  environment: Record<string, string>;
  draws: Draws;
}): Promise<TransportSite> {
  const { databaseUrl, draws } = site;
  const environment = { ...site.environment, QUEUE: "postgres" };
  const counts = { publishes: 0, failedPublishes: 0, sent: 0, dropped: 0 };
  let hasFaults = false;
  const losses = (name: string) => {
    let published = 0;
    let notified = 0;
    return {
      passesPublish() {
        if (!hasFaults) return true;
        counts.publishes += 1;
        if (!draws.isOneOf(1 / RATES.failedPublish, published++, "publish", name)) return true;
        counts.failedPublishes += 1;
        return false;
      },
      passesNotification() {
        if (!hasFaults) return true;
        counts.sent += 1;
        if (!draws.isOneOf(1 / RATES.dropped, notified++, "drop", name)) return true;
        counts.dropped += 1;
        return false;
      },
    };
  };

  const plan = await webPlan("postgres-web", { ...environment, DATABASE_URL: databaseUrl });
  const url = `http://localhost:${plan.port}`;
  const web = startAppProcess({ ...plan, environment: { ...plan.environment, APP_URL: url } });
  const victims = await Promise.all(
    Array.from({ length: WORKERS }, (_, index) => {
      const name = `postgres-worker-${index + 1}`;
      return Victim.start(workerPlan(name, environment), databaseUrl, losses(name));
    }),
  );
  const stop = async () => {
    await Promise.all([...victims.map((victim) => victim.close()), web.stop(2_000)]);
  };
  try {
    await untilAnswering(url);
    const stale = await startStaleMessages(databaseUrl, draws);
    return {
      name: "postgres",
      url,
      web,
      victims,
      beginFaults() {
        hasFaults = true;
        stale.begin();
      },
      endFaults() {
        hasFaults = false;
        stale.end();
      },
      untilQuiet: stale.untilQuiet,
      counts: () => ({ ...counts, ...stale.counts(), deliveries: null }),
      async stop() {
        await stale.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

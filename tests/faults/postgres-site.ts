import { type CuttingProxy, type ProxyLosses, startCuttingProxy } from "#tests/support/cutting-proxy.ts";
import type { Draws } from "./draws.ts";
import { RATES } from "./settings.ts";
import { startStaleMessages } from "./stale-messages.ts";
import type { TransportSite } from "./transport.ts";
import { startAppProcess, Victim } from "./victim.ts";
import { untilAnswering, webPlan, workerPlan } from "./web.ts";

const WORKERS = 4;

/** The web server, spared, and four worker processes; of all the messages between them some are lost on the way. */
export async function startPostgresSite(site: {
  databaseUrl: string;
  environment: Record<string, string>;
  draws: Draws;
}): Promise<TransportSite> {
  const { databaseUrl, draws } = site;
  const environment = { ...site.environment, QUEUE: "postgres" };
  const losses = new PublishLosses(draws);
  const proxy = await startCuttingProxy(databaseUrl, losses.ofSpared());
  const plan = await webPlan("postgres-web", { ...environment, DATABASE_URL: proxy.url });
  const url = `http://localhost:${plan.port}`;
  const web = startAppProcess({ ...plan, environment: { ...plan.environment, APP_URL: url } });
  const victims = await Promise.all(
    Array.from({ length: WORKERS }, (_, index) =>
      Victim.start(workerPlan(`postgres-worker-${index + 1}`, environment), databaseUrl, losses.ofStruck()),
    ),
  );
  const stop = () => stopAll(victims, web, proxy);
  try {
    await untilAnswering(url);
    const stale = await startStaleMessages(databaseUrl, draws);
    return {
      name: "postgres",
      url,
      web,
      victims,
      beginFaults() {
        losses.isOn = true;
        stale.begin();
      },
      endFaults() {
        losses.isOn = false;
        stale.end();
      },
      untilQuiet: stale.untilQuiet,
      counts: () => ({ ...losses.counts, ...stale.counts(), deliveries: null }),
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

async function stopAll(
  victims: readonly Victim[],
  web: { stop(graceMs: number): Promise<void> },
  proxy: CuttingProxy,
): Promise<void> {
  await Promise.all([...victims.map((victim) => victim.close()), web.stop(2_000)]);
  await proxy.close();
}

/** Decides by the message, in their order over all processes: what vanishes, vanishes for everybody who listens. */
class PublishLosses {
  readonly counts = { publishes: 0, failedPublishes: 0, sent: 0, dropped: 0 };
  isOn = false;
  readonly #draws: Draws;

  constructor(draws: Draws) {
    this.#draws = draws;
  }

  /** Of a process whose connections are cut. */
  ofStruck(): ProxyLosses {
    return { ...this.ofSpared(), passesPublish: () => this.#passes() };
  }

  ofSpared(): ProxyLosses {
    return { losesPublish: () => this.#loses() };
  }

  #passes(): boolean {
    if (!this.isOn) return true;
    const { counts } = this;
    if (!this.#draws.isOneOf(1 / RATES.failedPublish, counts.publishes++, "publish")) return true;
    counts.failedPublishes += 1;
    return false;
  }

  #loses(): boolean {
    if (!this.isOn) return false;
    const { counts } = this;
    if (!this.#draws.isOneOf(1 / RATES.dropped, counts.sent++, "drop")) return false;
    counts.dropped += 1;
    return true;
  }
}

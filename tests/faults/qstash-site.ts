import { randomBytes } from "node:crypto";
import { startQstash } from "#sandbox/qstash/server.ts";
import { startBalancer } from "./balancer.ts";
import { CRON_INTERVAL_MS, LATE_BY_MS, QSTASH_TIME_SCALE, RATES } from "./settings.ts";
import type { TransportSite } from "./transport.ts";
import { startAppProcess, Victim } from "./victim.ts";
import { untilAnswering, webPlan } from "./web.ts";

const SERVERS = 3;
const SWEEP_MAX_MS = 10_000;
const DROPS_BEHIND_MAX = 3;
const DROPS_LOOK_MS = 300;
const secret = () => randomBytes(24).toString("base64url");

/**
 * The stand-in for QStash, one web server that answers users and is spared, and three that take deliveries. The app's
 * address is a balancer in front of all four: deliveries are signed for that address, whoever takes them.
 */
export async function startQstashSite(site: {
  databaseUrl: string;
  environment: Record<string, string>;
  seed: number;
}): Promise<TransportSite> {
  const { databaseUrl, seed } = site;
  const keys = { token: secret(), currentSigningKey: secret(), nextSigningKey: secret() };
  const cronSecret = secret();
  const qstash = await startQstash({ ...keys, seed, timeScale: QSTASH_TIME_SCALE });
  const web = await webPlan("qstash-web", { DATABASE_URL: databaseUrl });
  const servers = await Promise.all(
    Array.from({ length: SERVERS }, (_, index) => webPlan(`qstash-server-${index + 1}`, {})),
  );
  const balancer = await startBalancer({ users: web.port, deliveries: servers.map(({ port }) => port) });
  const environment = {
    ...site.environment,
    QUEUE: "qstash",
    APP_URL: balancer.url,
    QSTASH_URL: qstash.url,
    QSTASH_TOKEN: keys.token,
    QSTASH_CURRENT_SIGNING_KEY: keys.currentSigningKey,
    QSTASH_NEXT_SIGNING_KEY: keys.nextSigningKey,
    CRON_SECRET: cronSecret,
  };
  const spared = startAppProcess({ ...web, environment: { ...environment, ...web.environment } });
  const victims = await Promise.all(
    servers.map((plan) => Victim.start({ ...plan, environment }, databaseUrl)),
  );
  const cron = startCron(balancer.url, cronSecret);
  let dropping: NodeJS.Timeout | undefined;
  const stop = async () => {
    cron.stop();
    clearInterval(dropping);
    await Promise.all([...victims.map((victim) => victim.close()), spared.stop(2_000)]);
    await balancer.close();
    await qstash.close();
  };
  try {
    await Promise.all(
      [balancer.url, ...servers.map(({ port }) => `http://localhost:${port}`)].map(untilAnswering),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  let struck: ReturnType<typeof qstash.messages> | null = null;
  /** Chance may leave too few out. */
  const dropMissing = () => {
    const { accepted, dropped } = qstash.messages();
    if (dropped < RATES.dropped * accepted - DROPS_BEHIND_MAX) qstash.addFault({ kind: "drop", times: 1 });
  };
  return {
    name: "qstash",
    url: balancer.url,
    web: spared,
    victims,
    beginFaults() {
      qstash.resetMessages();
      qstash.setRates({
        duplicateRate: RATES.duplicate,
        lateDuplicateShare: RATES.lateShareOfDuplicates,
        lateByMs: LATE_BY_MS / QSTASH_TIME_SCALE,
        dropRate: RATES.dropped,
        publishFailRate: RATES.failedPublish,
      });
      dropping = setInterval(dropMissing, DROPS_LOOK_MS);
    },
    endFaults() {
      clearInterval(dropping);
      qstash.clearFaults();
      struck = qstash.messages();
    },
    untilQuiet: () => qstash.whenIdle(),
    counts() {
      const { deliveries, duplicates, lateDuplicates } = qstash.messages();
      const { published, accepted, failedPublishes, dropped } = struck ?? qstash.messages();
      return {
        deliveriesBesideClaims: 0,
        deliveries,
        duplicates,
        lateDuplicates,
        racingDuplicates: null,
        deliveredOnce: accepted - dropped,
        publishes: published,
        failedPublishes,
        dropped,
        sent: accepted,
        faults: [],
      };
    },
    stop,
  };
}

/** In the place of the cloud's cron, at the campaign's pace: it comes whether or not the last sweep is over. */
function startCron(url: string, cronSecret: string) {
  const stopping = new AbortController();
  const call = () => {
    const headers = { authorization: `Bearer ${cronSecret}` };
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(SWEEP_MAX_MS)]);
    void fetch(`${url}/api/cron/sweep`, { headers, signal }).then(
      (answer) => answer.body?.cancel(),
      () => {},
    );
  };
  const timer = setInterval(call, CRON_INTERVAL_MS);
  return {
    stop() {
      clearInterval(timer);
      stopping.abort();
    },
  };
}

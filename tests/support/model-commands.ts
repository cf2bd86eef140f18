import fc from "fast-check";
import { isWhole, type Model } from "./model.ts";
import { ACCOUNTS, type ModelSystem } from "./model-system.ts";
import type { Fault } from "./statement-proxy.ts";

type Command = fc.AsyncCommand<Model, ModelSystem>;

/** Few, so that they come again; a page and a bit, and more than the allowance covers of the largest. */
const TARGETS = [1, 7, 12, 25, 80];
const KEYS = ["one", "two", "three", "four", "five", "six"];
const FAULTS: Fault[] = ["error", "deadlock", "terminated", "cut", "cut_after"];
/** Of claim, work and settle together, nearly all. */
const STATEMENTS_MAX = 45;

/** Whatever happened, no rows contradict one another, and what is to be seen is what the model allows. */
async function agree(model: Model, system: ModelSystem, deliveries: number): Promise<void> {
  const violations = await system.bench.violations();
  if (violations.length > 0) throw new Error(`violations: ${JSON.stringify(violations)}`);
  model.observe(await system.jobs(), deliveries);
  for (let account = 0; account < ACCOUNTS; account += 1) {
    const [expected, real] = [model.balance(account), await system.balance(account)];
    if (expected.available === Number(real.available) && expected.held === Number(real.held)) continue;
    throw new Error(`account ${account} has ${JSON.stringify(real)}, not ${JSON.stringify(expected)}`);
  }
}

/** Of each, something must come: names as the tally has them. */
export const KINDS = [
  "dispatch",
  "deliver",
  "duplicate",
  "duplicate, late",
  "kill",
  "tick",
  "sweep",
  "cancel",
  "grant",
  "refund",
] as const;
type Kind = (typeof KINDS)[number];

/** A command that any state allows, or one that needs a job; `act` answers whether anything came of it. */
function command(
  kind: Kind,
  details: string,
  act: (model: Model, system: ModelSystem) => Promise<boolean>,
  options: { deliveries?: number; needsJob?: boolean } = {},
): Command {
  return {
    toString: () => kind + details,
    check: (model) => !options.needsJob || model.jobs.length > 0,
    async run(model, system) {
      system.tally.note(kind, await act(model, system));
      await agree(model, system, options.deliveries ?? 0);
    },
  };
}

const accounts = fc.nat({ max: ACCOUNTS - 1 });

const dispatches = fc
  .record({
    account: accounts,
    target: fc.constantFrom(...TARGETS),
    isPicky: fc.boolean(),
    key: fc.constantFrom(...KEYS),
  })
  .map((ask) => {
    const { account, target, isPicky, key } = ask;
    const details = `(account ${account}, target ${target}, key ${key}${isPicky ? ", picky" : ""})`;
    return command("dispatch", details, async (model, system) => {
      const expected = model.dispatch(ask);
      const answer = await system.dispatch(ask);
      if (answer !== expected) throw new Error(`dispatch was ${answer}, not ${expected}`);
      return answer === "made";
    });
  });

/** One of the model's jobs, by a number that need not be known when the command is made. */
const jobNumbers = fc.nat({ max: 99 });
const jobOf = (model: Model, number: number) => number % model.jobs.length;

const kills = fc
  .record({ fault: fc.constantFrom(...FAULTS), strikeAt: fc.integer({ min: 1, max: STATEMENTS_MAX }) })
  .map((strike) =>
    command(
      "kill",
      `(${strike.fault} at statement ${strike.strikeAt})`,
      async (model, system) => {
        const struck = await system.kill(strike);
        if (struck) model.jobs[struck.job]?.faults.push(struck.task);
        return struck !== null;
      },
      { deliveries: 1 },
    ),
  );

const deaths = fc.constant(
  command("kill", "(its process, after the claim)", async (model, system) => {
    const struck = await system.abandon();
    if (struck) model.jobs[struck.job]?.faults.push(struck.task);
    return struck !== null;
  }),
);

const cancels = jobNumbers.map((number) =>
  command(
    "cancel",
    `(job ${number} of all)`,
    async (model, system) => {
      const job = model.jobs[jobOf(model, number)];
      const isOpen = job !== undefined && !job.end;
      if (isOpen) job.isCancelled = true;
      await system.cancel(jobOf(model, number));
      return isOpen;
    },
    { needsJob: true },
  ),
);

/** A job for nobody is worked on to its end: all that it was charged comes back there, and comes back once. */
const refunds = jobNumbers.map(
  (number): Command => ({
    toString: () => `refund(job ${number} of all that are for nobody)`,
    check: (model) => model.jobs.some((job) => job.isPicky),
    async run(model, system) {
      const picky = model.jobs.filter((job) => job.isPicky);
      const job = picky[number % picky.length];
      if (!job) return;
      const [wasOpen, before] = [job.end === null, model.balance(job.account)];
      await agree(model, system, await system.finish(model.jobs.indexOf(job)));
      if (wasOpen && job.end && isWhole(job)) {
        const { available } = await system.balance(job.account);
        if (Number(available) !== before.available + job.target)
          throw new Error(`${available} after ${before.available} and a refund of ${job.target}`);
      }
      if (job.end) await system.refundAgain(model.jobs.indexOf(job));
      system.tally.note("refund", job.refunded > 0);
      await agree(model, system, 0);
    },
  }),
);

const grants = accounts.map((account) =>
  command("grant", `(account ${account})`, async (model, system) => {
    model.grant(account);
    await system.grant(account);
    return true;
  }),
);

const deliver = fc.constant(
  command("deliver", "", async (_, system) => (await system.deliver()) !== null, { deliveries: 1 }),
);
const duplicate = fc.constant(command("duplicate", "", (_, system) => system.duplicate(), { deliveries: 1 }));
const redelivers = jobNumbers.map((which) =>
  command("duplicate, late", `(delivery ${which} of all)`, (_, system) => system.redeliver(which)),
);
const tick = fc.constant(
  command("tick", "", async (_, system) => {
    await system.tick();
    return true;
  }),
);
const sweep = fc.constant(command("sweep", "", (_, system) => system.sweep()));

/** What is listed twice comes twice as often. */
export const COMMANDS: fc.Arbitrary<Command>[] = [
  dispatches,
  dispatches,
  deliver,
  deliver,
  deliver,
  duplicate,
  redelivers,
  kills,
  kills,
  kills,
  deaths,
  tick,
  tick,
  sweep,
  cancels,
  grants,
  refunds,
];

/** The rounds in which all that is open must end. */
const ROUNDS_MAX = 60;
const DELIVERIES_MAX = 200;

/** When everything is well again, time goes on until every job has ended; then all of them are as they must be. */
export async function settle(model: Model, system: ModelSystem): Promise<void> {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    await system.tick();
    system.tally.note("sweep", await system.sweep());
    let deliveries = 0;
    while (deliveries < DELIVERIES_MAX && (await system.deliver()) !== null) deliveries += 1;
    await agree(model, system, deliveries);
    if (model.jobs.every((job) => job.end)) return;
  }
  throw new Error(
    `not ended after ${ROUNDS_MAX} rounds: ${JSON.stringify(model.jobs.filter((job) => !job.end))}`,
  );
}

import { qstashFaults } from "#lib/queue/qstash/settings.ts";
import { type Finding, note, ok, problem } from "../finding.ts";
import type { ConfigurationCheck } from "./check.ts";

const KEYS = ["QSTASH_TOKEN", "QSTASH_CURRENT_SIGNING_KEY", "QSTASH_NEXT_SIGNING_KEY"];

export const queueCheck: ConfigurationCheck<"queue"> = {
  group: "queue",
  title: "Queue",
  look({ given, values }, { web }) {
    if (values.QUEUE === undefined) return [];
    if (values.QUEUE === "postgres") return postgres(KEYS.filter((key) => given.has(key)));
    if (!KEYS.some((key) => given.has(key))) {
      return [
        note(
          `QStash is to wake tasks and none of its keys is set: npm start brings a stand-in; anywhere else ${KEYS.join(", ")} are needed.`,
        ),
      ];
    }
    const faults = qstashFaults({ ...web.values, ...values });
    return faults.length > 0
      ? faults.map((fault) => problem(`QUEUE is qstash. ${fault}`))
      : [ok("QStash wakes tasks in the web app: its keys, APP_URL and CRON_SECRET are set.")];
  },
};

function postgres(unused: string[]): Finding[] {
  return [
    ok("Worker processes work on tasks, woken by Postgres: QUEUE is not qstash."),
    ...(unused.length > 0 ? [note(`Not used while QUEUE is not qstash: ${unused.join(", ")}.`)] : []),
  ];
}

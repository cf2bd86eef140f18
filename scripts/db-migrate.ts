import { parseArgs } from "node:util";
import { migrate } from "#lib/db/index.ts";
import { startPostgres } from "./embedded-postgres.ts";
import { DATA, ROOT } from "./start/paths.ts";
import { plainMessage } from "./start/plain-message.ts";
import { adoptRunningStart } from "./start/running-settings.ts";

const HELP = `npm run db:migrate

Brings the database to the newest schema: that of DIRECT_DATABASE_URL or DATABASE_URL, else that of the Shoal
that runs in this folder, else the embedded one, which is started and stopped for it. npm start does this by
itself.

  --help   this text`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: "boolean", short: "h", default: false } } });
  if (values.help) return console.log(HELP);
  process.chdir(ROOT);
  const given = process.env.DIRECT_DATABASE_URL?.trim();
  if (given || adoptRunningStart()) {
    await migrate(given || (process.env.DATABASE_URL ?? ""));
  } else {
    const postgres = await startPostgres({ directory: DATA, log: console.log });
    try {
      await migrate(postgres.url);
    } finally {
      await postgres.stop();
    }
  }
  console.log("The database has the newest schema.");
}

try {
  await main();
} catch (error) {
  console.error(plainMessage(error));
  process.exitCode = 1;
}

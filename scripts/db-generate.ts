import { spawnSync } from "node:child_process";
import path from "node:path";
import { ROOT } from "./start/paths.ts";

const HELP = `npm run db:generate [-- --name NAME]

Writes a migration to drizzle/ for what changed in lib/db/schema. Arguments go to drizzle-kit generate.

  --name NAME   name of the migration's file
  --custom      an empty migration, for SQL of one's own
  --help        this text`;

const args = process.argv.slice(2);
if (args.includes("--help") || args.includes("-h")) {
  console.log(HELP);
} else {
  const kit = path.join(ROOT, "node_modules", "drizzle-kit", "bin.cjs");
  const { status } = spawnSync(process.execPath, [kit, "generate", ...args], { cwd: ROOT, stdio: "inherit" });
  process.exitCode = status ?? 1;
}

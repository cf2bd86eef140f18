import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureInstalled } from "./install.mjs";
import { launch } from "./launch.mjs";
import { nodeBinary } from "./node-binary.mjs";

/** In the same folder, but nothing to run. */
const LIBRARIES = ["embedded-postgres"];
const ROOT = path.resolve(fileURLToPath(new URL("../..", import.meta.url)));

/**
 * `run.mjs COMMAND [ARGS…]`. Ends with the command's exit code, or 1 and one line that says why.
 * @param {string[]} args
 */
export async function main(args) {
  const [command, ...rest] = args;
  try {
    const script = scriptOf(command);
    await ensureInstalled(ROOT);
    process.exitCode = await launch({ root: ROOT, node: nodeBinary(ROOT), script, args: rest });
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

/** @param {string | undefined} command */
function scriptOf(command) {
  const script = path.join(ROOT, "scripts", `${command}.ts`);
  if (command && /^[a-z0-9-]+$/.test(command) && !LIBRARIES.includes(command) && existsSync(script))
    return script;
  const known = readdirSync(path.join(ROOT, "scripts"))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => name.slice(0, -".ts".length))
    .filter((name) => !LIBRARIES.includes(name));
  throw new Error(`Unknown command ${JSON.stringify(command ?? "")}. Known: ${known.join(", ")}.`);
}

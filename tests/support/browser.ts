import { type Browser, chromium } from "playwright-core";
import { findBrowser } from "#scripts/test/browser-program.ts";

/** For root, who cannot have Chromium's sandbox, and for a network that is closed. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A headless Chromium; close it when done. */
export async function launchBrowser(): Promise<Browser> {
  const { path, environment } = await findBrowser();
  return chromium.launch({
    executablePath: path,
    args: ARGUMENTS,
    env: { ...definedEnvironment(), ...environment },
  });
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

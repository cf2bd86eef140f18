import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { bundledBrowser } from "./bundled-browser.ts";

export interface BrowserProgram {
  path: string;
  /** What it needs in its environment besides this process's own. */
  environment: Record<string, string>;
}

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/lib/chromium/chromium",
  "/opt/google/chrome/chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const START_TIMEOUT_MS = 20_000;
const INSTALL_TIMEOUT_MS = 300_000;

const execute = promisify(execFile);

/**
 * A Chromium that starts: the one that CHROMIUM_PATH names, else an installed one, else the one that comes as
 * an npm package.
 * @throws Error of one line when there is none.
 */
export async function findBrowser(): Promise<BrowserProgram> {
  const named = process.env.CHROMIUM_PATH?.trim();
  if (named) {
    const program = { path: named, environment: {} };
    if (await starts(program)) return program;
    throw new Error(`CHROMIUM_PATH names ${named}, which does not start as a Chromium.`);
  }
  const installed = await installedBrowser();
  if (installed) return installed;
  const bundled = await bundledBrowser();
  if (await starts(bundled)) return bundled;
  throw new Error("No browser for the e2e tests: install chromium, or name one in CHROMIUM_PATH.");
}

/** As `findBrowser`, after an attempt to install one by apt-get where none is and that is allowed. */
export async function ensureBrowser(): Promise<BrowserProgram> {
  const isThere = process.env.CHROMIUM_PATH?.trim() || (await installedBrowser());
  if (!isThere) await installWithApt();
  return findBrowser();
}

async function installedBrowser(): Promise<BrowserProgram | undefined> {
  for (const path of [...NAMES, ...USUAL_PLACES]) {
    const program = { path: await absolute(path), environment: {} };
    if (await starts(program)) return program;
  }
  return undefined;
}

async function absolute(program: string): Promise<string> {
  if (program.startsWith("/")) return program;
  const found = await execute("sh", ["-c", 'command -v -- "$1"', "sh", program]).catch(() => null);
  return found?.stdout.trim() || program;
}

async function starts({ path, environment }: BrowserProgram): Promise<boolean> {
  try {
    await execute(path, ["--version"], {
      env: { ...process.env, ...environment },
      timeout: START_TIMEOUT_MS,
    });
    return true;
  } catch {
    return false;
  }
}

/** Only for root, who may install. Without a network it gives up soon. */
async function installWithApt(): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const limits = ["-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=20"];
  const options = {
    timeout: INSTALL_TIMEOUT_MS,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    maxBuffer: 64 * 1024 * 1024,
  };
  try {
    await execute("apt-get", ["--version"]);
  } catch {
    return;
  }
  console.log("Installing chromium with apt-get.");
  try {
    await execute("apt-get", [...limits, "update"], options);
    await execute("apt-get", [...limits, "install", "-y", "chromium"], options);
  } catch {
    console.log("That did not work, so the browser that comes through npm is used.");
  }
}

import { isLoopbackHost } from "#lib/http/loopback.ts";

/** The sandbox stands in for a provider that has neither a key nor an address of its own. */
export function needsSandbox(): boolean {
  return !isSet("SCRAPECREATORS_API_KEY") && !isSet("SCRAPECREATORS_BASE_URL");
}

/** What leads web and worker to the sandbox, and says that its answers are sample data. */
export function sandboxEnvironment(url: string): Record<string, string> {
  return {
    SCRAPECREATORS_BASE_URL: url,
    SCRAPECREATORS_API_KEY: "sandbox",
    SAMPLE_DATA_PROVIDERS: "scrapecreators",
    AVATAR_BASE_URL: url,
  };
}

/**
 * Whether the one-click users may sign in: unless LOCAL_SIGN_IN says otherwise yes, as the app listens on
 * loopback only. Where APP_URL leads to it from elsewhere, they must be switched on by name.
 * @throws Error that names the setting and what is allowed
 */
export function isLocalSignInWanted(): boolean {
  const given = process.env.LOCAL_SIGN_IN?.trim();
  if (given) {
    if (given !== "on" && given !== "off")
      throw new Error(`LOCAL_SIGN_IN must be on or off, not "${given}".`);
    return given === "on";
  }
  const appUrl = process.env.APP_URL?.trim();
  return !appUrl || isLoopback(appUrl);
}

/** Whether an address leads to this machine. */
export function isLoopback(address: string): boolean {
  return isLoopbackHost(URL.parse(address)?.hostname ?? "");
}

/** How long the worker may take to finish or give back its tasks, and a little more to end. */
export function workerGraceMs(): number {
  const configured = Number(process.env.SHUTDOWN_GRACE_MS?.trim() || "5000");
  return (Number.isFinite(configured) ? configured : 5_000) + 5_000;
}

export function isSet(key: string): boolean {
  return Boolean(process.env[key]?.trim());
}

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
  };
}

/** One-click users exist in the embedded database; with another one they are switched on by name. */
export function localSignIn(isEmbedded: boolean): Record<string, string> {
  return isEmbedded && !isSet("LOCAL_SIGN_IN") ? { LOCAL_SIGN_IN: "on" } : {};
}

/** How long the worker may take to finish or give back its tasks, and a little more to end. */
export function workerGraceMs(): number {
  const configured = Number(process.env.SHUTDOWN_GRACE_MS?.trim() || "5000");
  return (Number.isFinite(configured) ? configured : 5_000) + 5_000;
}

export function isSet(key: string): boolean {
  return Boolean(process.env[key]?.trim());
}

export interface Welcome {
  url: string;
  isLocalSignInOn: boolean;
  isSampleData: boolean;
}

/** What the person reads when everything is up. */
export function welcome({ url, isLocalSignInOn, isSampleData }: Welcome): string {
  const lines = [``, `Shoal runs at ${url}`, ``];
  if (isLocalSignInOn) {
    lines.push("Sign in with one click as marketer@example.com, manager@example.com or admin@example.com.");
  }
  if (isSampleData) {
    lines.push(
      "TikTok answers come from recorded sample data: no real people. Set SCRAPECREATORS_API_KEY for live data.",
    );
  }
  lines.push(
    "Search from a terminal: npm run search -- --help",
    "Ctrl-C stops everything; data stays in .data/.",
    "",
  );
  return lines.join("\n");
}

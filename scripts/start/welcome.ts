export interface Welcome {
  url: string;
  isLocalSignInOn: boolean;
  isSampleData: boolean;
}

/** What the person reads when everything is up. */
export function welcome({ url, isLocalSignInOn, isSampleData }: Welcome): string {
  const lines = [``, `Shoal runs at ${url}`, ``];
  if (isLocalSignInOn) {
    lines.push(
      "Sign in with one click as marketer@example.com, manager@example.com or admin@example.com.",
      "The app listens on this machine only, so there is no password; LOCAL_SIGN_IN=off switches this off.",
    );
  } else {
    lines.push("Nobody can sign in: sign-in without a password is off. LOCAL_SIGN_IN=on switches it on.");
  }
  if (isSampleData) {
    lines.push(
      "Answers come from recorded sample data: no real people. Set SCRAPECREATORS_API_KEY for live data.",
    );
  }
  lines.push(
    "Search from a terminal: npm run search -- --help",
    "Ctrl-C stops everything; data stays in .data/.",
    "",
  );
  return lines.join("\n");
}

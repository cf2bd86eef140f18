export const shell = {
  name: "Shoal",
  description:
    "Creator discovery that a team runs itself: keywords in, ranked creators out, from the first second.",
  socialImage: "Three fish on one course, and the name Shoal",
  skipToContent: "Skip to content",
  navigation: { label: "Main", search: "Search", jobs: "Jobs", campaigns: "Campaigns", admin: "Admin" },
  openNavigation: "Open navigation",
  account: {
    menu: (name: string) => `Account of ${name}`,
    signOut: "Sign out",
    theme: "Appearance",
    light: "Light",
    dark: "Dark",
    auto: "As the device",
  },
  usage: {
    label: "Allowance",
    left: (left: string, of: string) => `${left} of ${of} creators left`,
    held: (held: string) => `${held} held by searches under way`,
    resets: (date: string) => `resets ${date}`,
    plan: (name: string) => `${name[0]?.toUpperCase()}${name.slice(1)} plan`,
    unknown: "Allowance could not be read.",
    old: "Not up to date",
  },
  sample: {
    title: "Recorded sample data",
    text: "Not live: no key for the provider is set.",
  },
  palette: {
    open: "Find or do something",
    keys: "Ctrl K",
    placeholder: "Go to a page, a search, a campaign …",
    nothing: "Nothing by that name",
    pages: "Pages",
    campaigns: "Campaigns",
    recent: "Recent searches",
    unread: "Nothing by that name; campaigns or searches could not be read",
  },
  help: {
    open: "Keyboard and help",
    title: "Keyboard",
    close: "Close",
    keys: [
      { keys: ["mod", "K"], does: "Find or do something" },
      { keys: ["/"], does: "Go to the search field" },
      { keys: ["J", "K"], does: "Next or previous row" },
      { keys: ["X"], does: "Select the row" },
      { keys: ["Shift", "X"], does: "Select up to the row" },
      { keys: ["Enter"], does: "Open what is known about the creator" },
      { keys: ["Esc"], does: "Close it" },
      { keys: ["G", "S"], does: "Go to search" },
      { keys: ["G", "J"], does: "Go to jobs" },
      { keys: ["G", "C"], does: "Go to campaigns" },
      { keys: ["?"], does: "This list" },
    ],
  },
  offline: "You are offline. What was loaded stays; it goes on when the connection is back.",
  error: {
    whole: "The page could not be shown",
    logged: (digest: string | undefined) =>
      digest ? `It has been logged as ${digest}.` : "Nothing that was found is lost.",
    title: "This part could not be shown",
    text: (digest: string | undefined) =>
      digest
        ? `It has been logged as ${digest}. The rest of the page goes on.`
        : "The rest of the page goes on.",
    again: "Try again",
  },
  notFound: {
    title: "Not found",
    text: "There is nothing here, or it belongs to another account.",
    back: "Back to search",
  },
} as const;

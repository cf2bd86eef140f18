/** A creator as the list shows it: every text is ready. */
export interface Row {
  key: string;
  initials: string;
  handle: string;
  name: string;
  platform: string;
  followers: string;
  engagement: string;
  views: string;
  matched: string[];
  email: string | null;
  place: string;
  lastPost: string;
  age: string;
  /** What the product's rows carry beside that, for its search and its side panel: not shown. */
  about: string;
}

const ABOUT = "Everything that is known about a creator, and the posts that led there. ".repeat(12);

/** Made from its number. */
export function makeRow(number: number): Row {
  return {
    key: String(number),
    initials: "CN",
    handle: `@creator.${number}`,
    name: `Creator Number ${number}`,
    platform: "TikTok",
    followers: `${number % 900}.4K`,
    engagement: `${number % 9}.25%`,
    views: `${number % 700}.1K`,
    matched: [`word ${number % 5}`, `word ${5 + (number % 3)}`],
    email: number % 3 === 0 ? null : `creator.${number}@example.org`,
    place: "Germany, German",
    lastPost: `${1 + (number % 20)} days ago`,
    age: `${1 + (number % 50)} minutes ago`,
    about: `${number} ${ABOUT}`,
  };
}

const words = (list: string) => new Set(list.split(" "));

const IRREGULAR: readonly (readonly [singular: string, plural: string])[] = [
  ["woman", "women"],
  ["man", "men"],
  ["child", "children"],
  ["person", "people"],
  ["foot", "feet"],
  ["tooth", "teeth"],
  ["knife", "knives"],
  ["wife", "wives"],
  ["leaf", "leaves"],
  ["shelf", "shelves"],
  ["hero", "heroes"],
  ["potato", "potatoes"],
  ["tomato", "tomatoes"],
];
const PLURALS = new Map(IRREGULAR);
const SINGULARS = new Map(IRREGULAR.map(([singular, plural]) => [plural, singular]));

/** Plurals in -ies whose singular ends in -ie. */
const ENDING_IN_IE = words(
  "barbie bestie brownie calorie collie cookie eerie foodie genie goalie hippie hoodie indie movie newbie " +
    "pie pixie prairie quickie rookie selfie smoothie sweetie talkie tie veggie yuppie zombie",
);

/** Words that people search in one number only. */
const ONE_NUMBER = words(
  "advice anime baseball basketball beauty canvas chess christmas clothes coffee crossfit decor diy " +
    "education equipment fashion finance football furniture gas golf hair health hockey hygiene jeans " +
    "jewellery jewelry lens makeup manga money music nature news nutrition pants pilates prep rugby " +
    "science scissors series shorts soccer species stress sunglasses swiss tech texas travel vegas " +
    "volleyball wildlife yoga",
);
const ONE_NUMBER_ENDING = /(?:ness|us|is|ing|ics|care|wear|ware|phy|logy|ment)$/;

interface OtherNumber {
  keyword: string;
  is: "plural" | "singular";
}

/** The keyword with its last word in the other number; null where English has none, or none that a rule finds. */
export function otherNumber(keyword: string): OtherNumber | null {
  const word = /(?<!\p{L})[a-z]{3,}$/u.exec(keyword)?.[0];
  if (!word) return null;
  const singular = singularOf(word);
  const other = singular ?? pluralOf(word);
  if (!other) return null;
  return { keyword: keyword.slice(0, -word.length) + other, is: singular ? "singular" : "plural" };
}

function singularOf(word: string): string | null {
  const irregular = SINGULARS.get(word);
  if (irregular) return irregular;
  if (hasOneNumber(word) || !/[^s]s$/.test(word)) return null;
  if (word.endsWith("ies")) {
    const withIe = word.slice(0, -1);
    return ENDING_IN_IE.has(withIe) ? withIe : `${word.slice(0, -3)}y`;
  }
  return /(?:ss|x|ch|sh|zz)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
}

function pluralOf(word: string): string | null {
  const irregular = PLURALS.get(word);
  if (irregular) return irregular;
  if (hasOneNumber(word) || /[^s]s$/.test(word)) return null;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:ss|x|ch|sh|z)$/.test(word) ? `${word}es` : `${word}s`;
}

function hasOneNumber(word: string): boolean {
  return ONE_NUMBER.has(word) || ONE_NUMBER_ENDING.test(word);
}

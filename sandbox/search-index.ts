import type { Content, Creator } from "./corpus.ts";

export interface Hit {
  creator: Creator;
  content: Content;
}

/** Inside a hashtag, shorter words would match by chance. */
const SUBSTRING_LENGTH_MIN = 3;

export function tokenise(text: string): string[] {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}_]+/u)
    .filter(Boolean);
}

/** Finds the posts of the creators whose bio, captions and hashtags hold every word of a keyword. */
export class SearchIndex {
  readonly #words = new Map<string, Set<Creator>>();
  readonly #tags = new Map<string, Set<Creator>>();

  constructor(creators: Creator[]) {
    for (const creator of creators) {
      for (const word of tokenise(creator.bio)) add(this.#words, word, creator);
      for (const content of creator.contents) {
        for (const word of tokenise(content.caption)) add(this.#words, word, creator);
        for (const tag of content.hashtags.flatMap(tokenise)) add(this.#tags, tag, creator);
      }
    }
  }

  /** In the order of the creators. Words match from their beginning on; hashtags also inside. */
  match(keyword: string): Hit[] {
    const words = tokenise(keyword);
    if (words.length === 0) return [];
    const [first = new Set<Creator>(), ...others] = words.map((word) => this.#having(word));
    const creators = new Set([...first].filter((creator) => others.every((holders) => holders.has(creator))));
    // "skin care" finds #skincare too.
    if (words.length > 1) for (const creator of this.#tagged(words.join(""))) creators.add(creator);
    return [...creators].flatMap((creator) => matchingPosts(creator, words));
  }

  #having(word: string): Set<Creator> {
    const creators = this.#tagged(word);
    for (const [token, holders] of this.#words) {
      if (token.startsWith(word)) for (const creator of holders) creators.add(creator);
    }
    return creators;
  }

  #tagged(word: string): Set<Creator> {
    const creators = new Set<Creator>();
    for (const [tag, holders] of this.#tags) {
      if (tagMatches(tag, word)) for (const creator of holders) creators.add(creator);
    }
    return creators;
  }
}

function matchingPosts(creator: Creator, words: string[]): Hit[] {
  const posts = creator.contents.filter((content) => {
    const captionWords = tokenise(content.caption);
    const tags = content.hashtags.flatMap(tokenise);
    return [...words, words.join("")].some(
      (word) =>
        captionWords.some((token) => token.startsWith(word)) || tags.some((tag) => tagMatches(tag, word)),
    );
  });
  const [first] = creator.contents;
  if (posts.length === 0 && first) posts.push(first);
  return posts.map((content) => ({ creator, content }));
}

function tagMatches(tag: string, word: string): boolean {
  return tag.startsWith(word) || (word.length >= SUBSTRING_LENGTH_MIN && tag.includes(word));
}

function add(index: Map<string, Set<Creator>>, token: string, creator: Creator): void {
  const holders = index.get(token);
  if (holders) holders.add(creator);
  else index.set(token, new Set([creator]));
}

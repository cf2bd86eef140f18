import type { Content, Creator } from "./corpus.ts";
import { hash, randomSequence } from "./random.ts";
import { type Hit, tokenise } from "./search-index.ts";

const HANDLE_PATTERN = /^[a-z0-9_.]+\.s(\d{1,9})$/;

/** Creators derived from their number, the seed and a creator of the sample data; none is kept in memory. */
export class SyntheticCreators {
  readonly count: number;
  readonly #seed: number;
  readonly #idPrefix: string;
  readonly #models: Creator[];

  constructor(models: Creator[], options: { count: number; seed: number; idPrefix: string }) {
    this.count = models.length > 0 ? options.count : 0;
    this.#seed = options.seed;
    this.#idPrefix = options.idPrefix;
    this.#models = models;
  }

  /**
   * The one post that each of them has for a keyword. A keyword's creators follow one another from a number
   * of its own, so two keywords share creators only where their runs meet.
   */
  hits(keyword: string, offset: number, limit: number): Hit[] {
    const length = Math.max(0, Math.min(limit, this.count - offset));
    const start = hash(`${this.#seed}|${keyword}`);
    return Array.from({ length }, (_, step) => {
      const number = (start + offset + step) % this.count;
      const creator = this.#creator(number);
      return { creator, content: this.#post(creator, number, keyword) };
    });
  }

  find(name: { handle?: string | undefined; id?: string | undefined }): Creator | undefined {
    const digits = name.handle?.match(HANDLE_PATTERN)?.[1] ?? this.#digitsOf(name.id ?? "");
    const number = Number(digits ?? Number.NaN);
    if (!(number < this.count)) return undefined;
    const creator = this.#creator(number);
    return creator.handle === name.handle || creator.id === name.id ? creator : undefined;
  }

  #digitsOf(id: string): string | undefined {
    const digits = id.startsWith(this.#idPrefix) ? id.slice(this.#idPrefix.length) : "";
    return /^\d{9}$/.test(digits) ? digits : undefined;
  }

  #model(number: number): Creator {
    const model = this.#models[hash(`${this.#seed}/${number}`) % this.#models.length];
    if (!model) throw new Error("No sample data to derive synthetic creators from.");
    return model;
  }

  #creator(number: number): Creator {
    const model = this.#model(number);
    const random = randomSequence(hash(`${number}|${this.#seed}`));
    const scaled = (value: number) => Math.round(value * (0.5 + random()));
    const handle = `${model.handle.split(".")[0]}.s${number}`;
    const caption = model.contents[0]?.caption ?? "";
    return {
      ...model,
      id: `${this.#idPrefix}${String(number).padStart(9, "0")}`,
      handle,
      bio: random() < 0.4 ? `${caption}\ncollabs: ${handle}@example.org` : caption,
      links: random() < 0.4 ? [`https://example.org/~${handle}`] : [],
      followers: scaled(model.followers),
      following: scaled(model.following),
      likes: scaled(model.likes),
      posts: Math.max(1, scaled(model.posts)),
      contents: [],
    };
  }

  #post(creator: Creator, number: number, keyword: string): Content {
    const [model] = this.#model(number).contents;
    const views = model?.views ?? creator.followers;
    return {
      id: `7${String(hash(keyword)).padStart(10, "0")}${String(number).padStart(8, "0")}`,
      caption: model?.caption ?? "",
      hashtags: [...new Set([tokenise(keyword).join(""), ...(model?.hashtags.slice(0, 2) ?? [])])].filter(
        Boolean,
      ),
      views,
      likes: model?.likes ?? 0,
      comments: model?.comments ?? 0,
      shares: model?.shares ?? 0,
      posted_at: model?.posted_at ?? 1_750_000_000,
      duration_s: model?.duration_s ?? 30,
    };
  }
}

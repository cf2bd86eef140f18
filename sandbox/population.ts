import { type Creator, readCorpus } from "./corpus.ts";
import type { Platform } from "./planned-call.ts";
import { hash } from "./random.ts";
import { type Hit, SearchIndex } from "./search-index.ts";
import { SyntheticCreators } from "./synthetic.ts";

/** Keywords whose matches are kept; the oldest makes room. */
const MATCHES_KEPT = 500;

interface Corpus {
  creators: Creator[];
  index: SearchIndex;
}
const corpora = new Map<string, Corpus>();

/** In front of the nine digits of a made-up id; ids of the sample data have another length or other digits. */
const SYNTHETIC_ID_PREFIXES: Record<Platform, string> = {
  tiktok: "9900000000",
  instagram: "9900000000",
  youtube: "UC9900000000000",
};

/** The platforms' creators, each read when it is first asked for. */
export function populations(options: { seed: number; synthetic: number }) {
  const known = new Map<Platform, Population>();
  return (platform: Platform): Population => {
    const population = known.get(platform) ?? new Population(platform, options);
    known.set(platform, population);
    return population;
  };
}

/** All creators of one platform's stand-in, and the order in which a search gives them. */
export class Population {
  readonly #index: SearchIndex;
  readonly #byHandle: Map<string, Creator>;
  readonly #byId: Map<string, Creator>;
  readonly #synthetic: SyntheticCreators;
  readonly #seed: number;
  readonly #matches = new Map<string, Hit[]>();

  constructor(platform: Platform, options: { seed: number; synthetic: number }) {
    const { creators, index } = corpus(`${platform}.jsonl`);
    this.#index = index;
    this.#byHandle = new Map(creators.map((creator) => [creator.handle, creator]));
    this.#byId = new Map(creators.map((creator) => [creator.id, creator]));
    this.#synthetic = new SyntheticCreators(creators, {
      ...options,
      count: options.synthetic,
      idPrefix: SYNTHETIC_ID_PREFIXES[platform],
    });
    this.#seed = options.seed;
  }

  /** At most `limit` hits from `offset` on; the order depends on seed and keyword alone. */
  search(keyword: string, offset: number, limit: number): Hit[] {
    const key = foldKeyword(keyword);
    return this.#page(this.#ordered(key), key, offset, limit);
  }

  /**
   * As `search`, but each creator once, and only the half of them that a web index is taken to know by their
   * profile: a search for posts leads to others too.
   */
  searchProfiles(keyword: string, offset: number, limit: number): Hit[] {
    const key = foldKeyword(keyword);
    const indexed = this.#ordered(key).filter(({ creator }) => hash(`indexed|${creator.id}`) % 2 === 0);
    const byCreator = new Map(indexed.map((hit) => [hit.creator.id, hit]));
    return this.#page([...byCreator.values()], `${key}|profiles`, offset, limit);
  }

  find(name: { handle?: string | undefined; id?: string | undefined }): Creator | undefined {
    const handle = name.handle?.replace(/^@/, "").toLowerCase();
    const known = handle === undefined ? this.#byId.get(name.id ?? "") : this.#byHandle.get(handle);
    return known ?? this.#synthetic.find(handle === undefined ? { id: name.id } : { handle });
  }

  #page(known: Hit[], syntheticKey: string, offset: number, limit: number): Hit[] {
    const hits = known.slice(offset, offset + limit);
    const more = this.#synthetic.hits(syntheticKey, Math.max(0, offset - known.length), limit - hits.length);
    return [...hits, ...more];
  }

  #ordered(key: string): Hit[] {
    const known = this.#matches.get(key);
    if (known) return known;
    const hits = this.#index
      .match(key)
      .map((hit) => ({ hit, rank: hash(`${this.#seed}|${key}|${hit.content.id}`) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ hit }) => hit);
    const oldest = this.#matches.keys().next();
    if (this.#matches.size >= MATCHES_KEPT && !oldest.done) this.#matches.delete(oldest.value);
    this.#matches.set(key, hits);
    return hits;
  }
}

function foldKeyword(keyword: string): string {
  return keyword.normalize("NFKC").toLowerCase().trim();
}

/** Read and indexed once a process: many sandboxes may run in one test process. */
function corpus(file: string): Corpus {
  const known = corpora.get(file);
  if (known) return known;
  const creators = readCorpus(file);
  const made = { creators, index: new SearchIndex(creators) };
  corpora.set(file, made);
  return made;
}

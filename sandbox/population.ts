import { type Creator, readCorpus } from "./corpus.ts";
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

/** All creators of one platform's stand-in, and the order in which a search gives them. */
export class Population {
  readonly #index: SearchIndex;
  readonly #byHandle: Map<string, Creator>;
  readonly #byId: Map<string, Creator>;
  readonly #synthetic: SyntheticCreators;
  readonly #seed: number;
  readonly #matches = new Map<string, Hit[]>();

  constructor(file: string, options: { seed: number; synthetic: number }) {
    const { creators, index } = corpus(file);
    this.#index = index;
    this.#byHandle = new Map(creators.map((creator) => [creator.handle, creator]));
    this.#byId = new Map(creators.map((creator) => [creator.id, creator]));
    this.#synthetic = new SyntheticCreators(options.synthetic, options.seed, creators);
    this.#seed = options.seed;
  }

  /** At most `limit` hits from `offset` on; the order depends on seed and keyword alone. */
  search(keyword: string, offset: number, limit: number): Hit[] {
    const key = keyword.normalize("NFKC").toLowerCase().trim();
    const known = this.#ordered(key);
    const hits = known.slice(offset, offset + limit);
    const more = this.#synthetic.hits(key, Math.max(0, offset - known.length), limit - hits.length);
    return [...hits, ...more];
  }

  find(name: { handle?: string | undefined; id?: string | undefined }): Creator | undefined {
    const handle = name.handle?.replace(/^@/, "").toLowerCase();
    const known = handle === undefined ? this.#byId.get(name.id ?? "") : this.#byHandle.get(handle);
    return known ?? this.#synthetic.find(handle === undefined ? { id: name.id } : { handle });
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

/** Read and indexed once a process: many sandboxes may run in one test process. */
function corpus(file: string): Corpus {
  const known = corpora.get(file);
  if (known) return known;
  const creators = readCorpus(file);
  const made = { creators, index: new SearchIndex(creators) };
  corpora.set(file, made);
  return made;
}

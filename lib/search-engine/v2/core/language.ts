import { prosePieces, weightOf } from "./language-text.ts";

export interface DetectedLanguage {
  /** ISO 639-1, lower case. */
  language: string;
  /** 0 to 1: how much of the text speaks for it, and how clearly. */
  confidence: number;
}

type Detect = (text: string, options: { only: string[] }) => { lang: string; accuracy: number }[];

/** Shorter pieces say nothing. */
const PIECE_WEIGHT_MIN = 10;
/** The winner needs as much text. */
const WINNER_WEIGHT_MIN = 24;
/** Measured on sample texts: what is taken for English nearly always is; what is taken for another often is not. */
const CONFIDENCE_MIN = { english: 0.35, other: 0.6 };
/** The rest of a long bio says the same. */
const PIECES_MAX = 16;
const TEXT_LENGTH_MAX = 2_000;
/** A lead of a third over the second language is as clear as it gets. */
const CLEAR_LEAD = 1 / 3;
/** Hardly anybody publishes in them, and short texts in other languages are often taken for them. */
const LEFT_OUT = new Set("be ber eo fo ga is la rn tk tlh tt vo yi".split(" "));

let detector: Promise<{ detect: Detect; only: string[] }> | undefined;

/**
 * The language that texts of one creator are written in, piece by piece: a bio in two languages has no clear
 * one. Null where there is too little text, or no clear language. The first call loads the tables (60 ms).
 */
export async function detectLanguage(texts: readonly (string | null)[]): Promise<DetectedLanguage | null> {
  const given = texts.flatMap((text) => (text ? [text.slice(0, TEXT_LENGTH_MAX)] : []));
  const pieces = prosePieces(given).slice(0, PIECES_MAX);
  const weights = pieces.map(weightOf);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total < WINNER_WEIGHT_MIN) return null;
  detector ??= loadDetector();
  const { detect, only } = await detector;
  const votes = new Map<string, { weight: number; clear: number }>();
  for (const [index, piece] of pieces.entries()) {
    const weight = weights[index] ?? 0;
    const [best, second] = weight < PIECE_WEIGHT_MIN ? [] : detect(piece, { only });
    if (!best) continue;
    const lead = second ? (best.accuracy - second.accuracy) / best.accuracy : 1;
    const vote = votes.get(best.lang) ?? { weight: 0, clear: 0 };
    const clear = vote.clear + weight * Math.min(1, lead / CLEAR_LEAD);
    votes.set(best.lang, { weight: vote.weight + weight, clear });
  }
  const [winner] = [...votes].sort(([, a], [, b]) => b.clear - a.clear);
  if (!winner || winner[1].weight < WINNER_WEIGHT_MIN) return null;
  const confidence = Math.round((winner[1].clear / total) * 100) / 100;
  const confidenceMin = winner[0] === "en" ? CONFIDENCE_MIN.english : CONFIDENCE_MIN.other;
  return confidence < confidenceMin ? null : { language: winner[0], confidence };
}

async function loadDetector() {
  const { detectAll, supportedLanguages, toISO2 } = await import("tinyld");
  const only = supportedLanguages.map(toISO2).filter((language) => !LEFT_OUT.has(language));
  return { detect: detectAll, only };
}

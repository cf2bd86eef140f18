import { createHash } from "node:crypto";
import type { DispatchBody } from "../../types.ts";
import { distinctKeywords } from "../core/keyword.ts";

/** What an Idempotency-Key stands for: the same key with another hash is a conflict. */
export function hashOf(body: object): string {
  const sorted = Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("hex");
}

/** Equal for bodies that ask for the same, in whichever order of keywords, whichever run and campaign. */
export function searchKeyOf({ runId: _, campaignId: __, ...asked }: DispatchBody): string {
  return hashOf({ ...asked, keywords: distinctKeywords(asked.keywords).sort() });
}

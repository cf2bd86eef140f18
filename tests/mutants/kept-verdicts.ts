import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { Mutant } from "./mutant.ts";
import { STATUSES, type Verdict } from "./verdict.ts";

const FILE = ".bench/mutants.json";

const keptSchema = z.array(
  z.object({
    name: z.string(),
    guard: z.string(),
    status: z.enum(STATUSES),
    killedBy: z.string().nullable(),
    message: z.string().nullable(),
    seconds: z.number(),
    /** Tells a patch from what it was before. */
    patch: z.string(),
    /** ISO 8601. */
    triedAt: z.string(),
  }),
);

type Kept = z.infer<typeof keptSchema>[number];

/** The last verdict of each mutant as it is now, in their order; none of one whose patch has changed since. */
export function readVerdicts(root: string, mutants: readonly Mutant[]): Verdict[] {
  const kept = new Map(read(root).map((verdict) => [verdict.name, verdict]));
  return mutants.flatMap((mutant) => {
    const verdict = kept.get(mutant.name);
    return verdict && verdict.patch === patchOf(mutant) ? [verdict] : [];
  });
}

/** Takes the place of the mutant's last verdict; those of others stay, so that a run of some adds to one of all. */
export function keepVerdict(root: string, mutant: Mutant, verdict: Verdict): void {
  const others = read(root).filter(({ name }) => name !== mutant.name);
  const kept: Kept = { ...verdict, patch: patchOf(mutant), triedAt: new Date().toISOString() };
  const file = path.join(root, FILE);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify([...others, kept], null, 2)}\n`);
}

/** Nothing where there is no file, or one of another form. */
function read(root: string): Kept[] {
  try {
    return keptSchema.safeParse(JSON.parse(readFileSync(path.join(root, FILE), "utf8"))).data ?? [];
  } catch {
    return [];
  }
}

function patchOf({ edits }: Mutant): string {
  return createHash("sha256").update(JSON.stringify(edits)).digest("hex").slice(0, 12);
}

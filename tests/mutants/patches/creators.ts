import { type Mutant, mutant } from "../mutant.ts";

const CACHE = "lib/search-engine/v2/core/creator-cache.ts";
const CACHE_TEST = "integration/cache.test.ts";
const FILTERS = "integration/filters.test.ts";
const ORDER = "integration/cache-order.test.ts";
const PROFILES = "integration/provider-faults-profile.test.ts";

/** The shared cache, single flight, details, e-mails and filters. */
export const CREATOR_MUTANTS: readonly Mutant[] = [
  {
    name: "upsert-unsorted",
    guard: "bulk upserts sort their keys, so that two never deadlock",
    edits: [
      {
        file: CACHE,
        from: "    .sort((a, b) => (a.platformId < b.platformId ? -1 : 1))\n",
        to: "",
      },
      { file: CACHE, from: "      order by c.id\n", to: "" },
    ],
    killers: [ORDER],
  },
  {
    name: "save-unsorted",
    guard: "bulk saves of fetched profiles lock in one order, so that two never deadlock",
    edits: [
      {
        file: CACHE,
        from: ".values()].sort((a, b) =>\n    keyOf(a) < keyOf(b) ? -1 : 1,\n  );",
        to: ".values()];",
      },
      {
        file: CACHE,
        from: "        order by c.platform, c.platform_id for update`,",
        to: "        order by array_position(${fetched.map((creator) => creator.platformId)}::text[], c.platform_id) for update`,",
      },
    ],
    killers: [ORDER],
  },
  mutant("flight-off", "one fetch a creator at a time, over all jobs", {
    file: CACHE,
    from: "and t.lease_token <> ${task.leaseToken} and t.lease_until > clock_timestamp()) then 'busy'",
    to: "and t.lease_token <> ${task.leaseToken} and t.lease_until > clock_timestamp()) then 'mine'",
    killers: [CACHE_TEST],
  }),
  mutant("flight-of-the-dead", "a flight ends with its owner's lease", {
    file: CACHE,
    from: " and t.lease_until > clock_timestamp()) then 'busy'",
    to: ") then 'busy'",
    killers: [CACHE_TEST],
  }),
  mutant("flight-without-token", "a flight ends when its owner is claimed anew", {
    file: CACHE,
    from: "t.id = c.fetch_task and t.lease_token = c.fetch_token\n",
    to: "t.id = c.fetch_task\n",
    killers: [CACHE_TEST],
  }),
  mutant("flight-unlocked", "who fetches a creator is judged under the row's lock", {
    file: CACHE,
    from: "        order by platform_id for update`,",
    to: "        order by platform_id`,",
    killers: [CACHE_TEST],
  }),
  mutant("stale-profile-used", "a profile older than 30 days is fetched again", {
    file: CACHE,
    from: "c.enriched_at > clock_timestamp() - ${fresh.days} * interval '1 day'\n    and not exists",
    to: "c.enriched_at is not null\n    and not exists",
    killers: [CACHE_TEST],
  }),
  mutant("batch-tried-again-whole", "a batch tries only its open creators again", {
    file: "lib/search-engine/v2/workers/enrich-worker.ts",
    from: "where jc.job_id = ${task.jobId} and jc.state = 'found'\n",
    to: "where jc.job_id = ${task.jobId}\n",
    killers: [PROFILES],
  }),
  mutant("done-by-report", "I5: whether a batch is done is decided from its rows", {
    file: "lib/search-engine/v2/workers/settle-batch.ts",
    from: "const left = open.length - rows.length;",
    to: 'const left = [...results.values()].filter((result) => result.outcome === "failed").length;',
    killers: [CACHE_TEST],
  }),
  mutant("error-200-as-answer", "a 200 with an error body is an error, never an empty page", {
    file: "lib/search-engine/v2/core/provider-answer.ts",
    from: "if (said) throw fail(said.kind, said.message, retryAfter(response));",
    to: "",
    killers: ["integration/provider-faults-search.test.ts", PROFILES],
  }),
  mutant("email-from-a-cut-text", "no e-mail comes from where a text was truncated", {
    file: "lib/search-engine/v2/core/email-extractor.ts",
    from: "return local && !isCutOff(text, host) ? { local, host } : null;",
    to: "return local ? { local, host } : null;",
    killers: ["unit/email-extractor.test.ts"],
  }),
  mutant("filters-judge-by-the-cache", "before saving only the search answer counts", {
    file: "lib/search-engine/v2/workers/left-out.ts",
    from: "failedBySearch(filters, creator);",
    to: "failedBySearch(filters, { ...creator, profile: (known.find((row) => row.platformId === creator.platformId) as { cached?: FoundCreator })?.cached?.profile ?? creator.profile });",
    killers: [FILTERS],
  }),
  mutant("filters-after-saving-only", "who does not fit by the search answer is not saved", {
    file: "lib/search-engine/v2/workers/left-out.ts",
    from: ": failedBySearch(filters, creator);",
    to: ": [];",
    killers: [FILTERS],
  }),
];

import { type Mutant, mutant } from "../mutant.ts";

const GUARDS = "drizzle/0002_guards.sql";
const ROLE = "lib/db/role.ts";
const SCOPE = "lib/db/scope.ts";
const STATUS = "lib/search-engine/reading/status.ts";

const WALLS = "integration/walls.test.ts";
const GUARDS_TEST = "integration/schema-guards.test.ts";
const STATUS_TEST = "integration/status.test.ts";

/** Who sees what, what the database itself refuses, and what a reader is told. */
export const WALL_MUTANTS: readonly Mutant[] = [
  {
    name: "role-carried-over",
    guard: "a pooled connection carries no role over",
    edits: [
      { file: ROLE, from: "set_config('role', ${role}, true)", to: "set_config('role', ${role}, false)" },
      {
        file: ROLE,
        from: "set_config('app.account_id', ${accountId}, true)",
        to: "set_config('app.account_id', ${accountId}, false)",
      },
    ],
    killers: [WALLS],
  },
  mutant("reader-without-snapshot", "I9: what a reader is told is of one moment", {
    file: SCOPE,
    from: '{ accountId, mode: "isolation level repeatable read read only" }',
    to: '{ accountId, mode: "read only" }',
    killers: [STATUS_TEST],
  }),
  mutant("admin-without-snapshot", "what an admin is told is of one moment", {
    file: SCOPE,
    from: '"shoal_admin", work, { mode: "isolation level repeatable read read only" }',
    to: '"shoal_admin", work, { mode: "read only" }',
    killers: [WALLS],
  }),
  mutant("job-of-any-account", "the queries of jobs name the account themselves", {
    file: "lib/search-engine/reading/job-queries.ts",
    from: "where j.id = ${jobId} and j.account_id = ${accountId}`",
    to: "where j.id = ${jobId} and ${accountId} <> ''`",
    killers: [WALLS],
  }),
  mutant("jobs-of-any-account", "the list of jobs names the account itself", {
    file: "lib/search-engine/reading/job-queries.ts",
    from: "where j.account_id = ${accountId} ${stateCondition",
    to: "where true ${stateCondition",
    killers: [WALLS],
  }),
  mutant("foreign-job-forbidden", "another account's job looks like one that is not there", {
    file: STATUS,
    from: 'if (!job) throw notFound("job");',
    to: 'if (!job) {\n      const { AppError } = await import("#lib/errors.ts");\n      throw new AppError("forbidden", "Not yours.");\n    }',
    killers: [STATUS_TEST],
  }),
  mutant("since-by-version-only", "I9: a reader goes on from version and position", {
    file: "lib/search-engine/reading/creator-rows.ts",
    from: "(version, position) > (${version}::bigint, ${position}::int)",
    to: "version > ${version}::bigint and ${position}::int >= 0",
    killers: [STATUS_TEST],
  }),
  mutant("match-unseen", "I9: a row whose matches grow shows as changed", {
    file: "lib/search-engine/v2/workers/page-rows.ts",
    from: "and platform_id in (select platform_id from matched)",
    to: "and platform_id in (select platform_id from matched) and false",
    killers: [STATUS_TEST],
  }),
  mutant("etag-for-every-plan", "an ETag is that of the reader's plan and role", {
    file: STATUS,
    from: "[job.version, plan, role,",
    to: "[job.version,",
    killers: [STATUS_TEST],
  }),
  mutant("ended-job-changes", "I7: the database refuses changes of a job that has ended", {
    file: GUARDS,
    from: "IF old.finished_at IS NOT NULL THEN",
    to: "IF false THEN",
    killers: [GUARDS_TEST],
  }),
  mutant("any-edge-allowed", "the database refuses edges that the states do not have", {
    file: GUARDS,
    from: "AND to_state <> from_state + 1 THEN",
    to: "AND false THEN",
    killers: [GUARDS_TEST],
  }),
  mutant("counters-may-fall", "I2: the database refuses counters that fall", {
    file: GUARDS,
    from: "new.creators_found < old.creators_found\n",
    to: "false\n",
    killers: [GUARDS_TEST],
  }),
  mutant("change-without-version", "I9: the database refuses a change without a version", {
    file: GUARDS,
    from: "IF new.version = old.version AND (",
    to: "IF false AND (",
    killers: [GUARDS_TEST],
  }),
  mutant("closed-task-changes", "the database refuses changes of a closed task", {
    file: GUARDS,
    from: "WHEN (old.state IN ('done', 'failed', 'cancelled'))",
    to: "WHEN (false)",
    killers: [GUARDS_TEST],
  }),
  mutant("position-changes", "I8: the database refuses changes of a position", {
    file: "drizzle/0006_job_start.sql",
    from: "WHEN (old.position <> new.position)",
    to: "WHEN (false)",
    killers: [GUARDS_TEST],
  }),
];

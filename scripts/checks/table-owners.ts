import { codeUnder, type SourceFile, violation } from "./files.ts";
import { scan } from "./scan.ts";

/** Only these paths write these tables. */
const OWNERS: readonly { paths: readonly string[]; tables: readonly string[] }[] = [
  {
    paths: ["lib/search-engine/"],
    tables: [
      "scraping_jobs",
      "job_tasks",
      "job_creators",
      "job_creator_matches",
      "creators",
      "provider_gates",
      "provider_clocks",
      "sweeper",
      "worker_heartbeats",
      "keyword_expansions",
      "runs",
      "counter_drifts",
      "job_spend",
    ],
  },
  {
    paths: ["lib/billing/", "lib/services/usage-counter"],
    tables: ["ledger_buckets", "ledger_entries", "ledger_holds"],
  },
  { paths: ["lib/auth/"], tables: ["accounts", "users", "memberships", "sessions"] },
  { paths: ["lib/services/api-logger"], tables: ["api_call_logs"] },
  { paths: ["lib/services/admin-notices"], tables: ["admin_notices"] },
  { paths: ["lib/campaigns/"], tables: ["campaigns"] },
];

const camelCase = (table: string) => table.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

const OWNER_PATHS = new Map<string, readonly string[]>(
  OWNERS.flatMap(({ paths, tables }) =>
    tables.flatMap((table) => [[table, paths] as const, [camelCase(table), paths] as const]),
  ),
);

const NAME = String.raw`(?:"?\w+"?\.)?(?:\$\{\s*(?:\w+\.)*)?"?(\w+)`;
/** An update is one only with its SET, which tells it from `for update` and `on conflict do update set`. */
const SQL_WRITES = [
  new RegExp(String.raw`\b(?:insert\s+into|delete\s+from|merge\s+into)\s+(?:only\s+)?${NAME}`, "gi"),
  new RegExp(String.raw`\btruncate\s+(?:table\s+)?(?:only\s+)?${NAME}`, "gi"),
  new RegExp(
    String.raw`\bupdate\s+(?:only\s+)?${NAME}(?:"|\s*\})?\s+(?:as\s+)?(?!set\b)(?:\w+\s+)?set\b`,
    "gi",
  ),
  new RegExp(String.raw`\bupdate\s+(?:only\s+)?${NAME}(?:"|\s*\})?\s+set\b`, "gi"),
];
const BUILDER_WRITE = /\.(?:insert|update|delete)\(\s*(?:\w+\.)*(\w+)\s*[,)]/g;
const TABLE_DEFINITION = /\bpgTable\(\s*["'](\w+)["']/g;

/** A table is written by the module that owns it, and by no other. Tests may write what they like. */
export function checkTableOwners(files: readonly SourceFile[]): string[] {
  const writes = codeUnder(files, "app", "lib", "components", "scripts", "sandbox").flatMap((file) => {
    const { code } = scan(file.text);
    const found = [...SQL_WRITES, BUILDER_WRITE].flatMap((pattern) => [...code.matchAll(pattern)]);
    const at = new Map(found.map((match) => [match.index, match[1] ?? ""]));
    return [...at].flatMap(([index, table]) => {
      const paths = OWNER_PATHS.get(table);
      if (paths === undefined || paths.some((path) => file.path.startsWith(path))) return [];
      return [violation(file, index, `writes ${table}, which only ${paths.join(" and ")} may`)];
    });
  });
  return [...writes, ...tablesWithoutOwner(files)];
}

function tablesWithoutOwner(files: readonly SourceFile[]): string[] {
  return codeUnder(files, "lib/db").flatMap((file) =>
    [...scan(file.text).code.matchAll(TABLE_DEFINITION)]
      .filter((match) => !OWNER_PATHS.has(match[1] ?? ""))
      .map((match) =>
        violation(file, match.index, `table ${match[1]} has no owner in scripts/checks/table-owners.ts`),
      ),
  );
}

import { OWNED } from "#tests/support/owned-tables.ts";
import { type Mutant, mutant } from "../mutant.ts";

const TABLES = "drizzle/0001_tables.sql";
const GUARDS = "drizzle/0002_guards.sql";
const BOARDS = "drizzle/0008_boards.sql";

const WALLS = "integration/walls.test.ts";

/** The condition under which the web role has the rows of an account, in the policy of a table. */
const IS_OWN = "= (select nullif(current_setting('app.account_id', true), '')::uuid))";

/** The second wall, table by table: its policy for the web role, and that its owner passes none either. */
export const ROW_SECURITY_MUTANTS: readonly Mutant[] = [
  ...Object.entries(OWNED).flatMap(([table, column]) => [ofAllAccounts(table, column), notForced(table)]),
  mutant("row-for-another-account", "the web role writes no rows for another account", {
    file: TABLES,
    from: `CREATE POLICY "campaigns_web" ON "campaigns" AS PERMISSIVE FOR ALL TO "shoal_web" USING ("account_id" ${IS_OWN} WITH CHECK ("account_id" ${IS_OWN}`,
    to: `CREATE POLICY "campaigns_web" ON "campaigns" AS PERMISSIVE FOR ALL TO "shoal_web" USING ("account_id" ${IS_OWN} WITH CHECK (true)`,
    killers: [WALLS],
  }),
  mutant("people-of-all-accounts", "the web role sees the people of its account only", {
    file: TABLES,
    from: "USING (exists (select 1 from memberships where memberships.user_id = users.id))",
    to: "USING (true)",
    killers: [WALLS],
  }),
  mutant("spend-of-all-accounts", "the web role sees the spend of its account only", {
    file: BOARDS,
    from: "USING (exists (select 1 from scraping_jobs where scraping_jobs.id = job_spend.job_id))",
    to: "USING (true)",
    killers: [WALLS],
  }),
];

function ofAllAccounts(table: string, column: string): Mutant {
  const policy = `CREATE POLICY "${table}_web" ON "${table}" AS PERMISSIVE FOR ALL TO "shoal_web"`;
  // Written by hand, without quotation marks.
  const name = table === "ledger_entries" ? column : `"${column}"`;
  return mutant(
    `${table.replaceAll("_", "-")}-of-all-accounts`,
    `the web role sees the ${table} of its account only`,
    {
      file: TABLES,
      from: `${policy} USING (${name} ${IS_OWN}`,
      to: `${policy} USING (true)`,
      killers: [WALLS],
    },
  );
}

function notForced(table: string): Mutant {
  return mutant(`${table.replaceAll("_", "-")}-not-forced`, `the owner of ${table} passes its policies too`, {
    file: GUARDS,
    from: "AND c.relkind = 'r' AND c.relrowsecurity\n",
    to: `AND c.relkind = 'r' AND c.relrowsecurity AND c.relname <> '${table}'\n`,
    killers: [WALLS],
  });
}

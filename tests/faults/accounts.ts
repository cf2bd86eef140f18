import { connect } from "#lib/db/index.ts";

/** The first has few slots, so that its jobs wait in line; the others run many at once. */
const planOf = (index: number) => (index === 0 ? "growth" : "scale");

/** Makes accounts with a user each; answers the users' e-mail addresses. */
export async function makeAccounts(databaseUrl: string, count: number, prefix: string): Promise<string[]> {
  const emails = Array.from({ length: count }, (_, index) => `${prefix}-${index}@example.com`);
  const sql = connect(databaseUrl, { poolMax: 1 });
  try {
    for (const [index, email] of emails.entries()) {
      await sql`
        with account as (insert into accounts (name, plan) values (${email}, ${planOf(index)}) returning id),
          person as (insert into users (email, name) values (${email}, 'Uma User') returning id)
        insert into memberships (account_id, user_id) select account.id, person.id from account, person`;
    }
  } finally {
    await sql.end();
  }
  return emails;
}

import { asWorker, connect } from "#lib/db/index.ts";

const DEMO_ACCOUNT = {
  id: "00000000-0000-4000-8000-000000000001",
  name: "Demo workspace",
  plan: "growth",
} as const;

/** The people of the demo account: one for each kind of user. */
export const DEMO_USERS = [
  { email: "marketer@example.com", name: "Mia Marketer", role: "user", does: "searches creators" },
  { email: "manager@example.com", name: "Max Manager", role: "user", does: "follows the results" },
  { email: "admin@example.com", name: "Ada Admin", role: "admin", does: "watches over the jobs" },
] as const;

/** Makes the demo account and its users where they are missing. Any number of times, also at once. */
export async function seedDemo(url: string): Promise<void> {
  const sql = connect(url, { poolMax: 1, applicationName: "shoal-seed" });
  try {
    await asWorker(sql, async (tx) => {
      await tx`
        insert into accounts (id, name, plan)
        values (${DEMO_ACCOUNT.id}, ${DEMO_ACCOUNT.name}, ${DEMO_ACCOUNT.plan})
        on conflict do nothing`;
      for (const user of DEMO_USERS) {
        await tx`
          insert into users (email, name, role) values (${user.email}, ${user.name}, ${user.role})
          on conflict do nothing`;
      }
      await tx`
        insert into memberships (account_id, user_id)
        select ${DEMO_ACCOUNT.id}, id from users where email in ${tx(DEMO_USERS.map((user) => user.email))}
        on conflict do nothing`;
    });
  } finally {
    await sql.end();
  }
}

import { randomUUID } from "node:crypto";
import { signInCookie } from "#tests/support/app-processes.ts";
import type { World } from "./world.ts";

export interface Member {
  accountId: string;
  userId: string;
  email: string;
}

/** Accounts of one person each, of the plan with the most slots and the largest allowance. */
export async function makeMembers(world: Pick<World, "sql">, count: number): Promise<Member[]> {
  const members = Array.from({ length: count }, () => {
    const userId = randomUUID();
    return { accountId: randomUUID(), userId, email: `${userId}@example.com` };
  });
  await world.sql.begin(async (sql) => {
    const ids = members.map((member) => member.accountId);
    const userIds = members.map((member) => member.userId);
    await sql`insert into accounts (id, name, plan) select id, 'Bench', 'scale' from unnest(${ids}::uuid[]) as a(id)`;
    await sql`
      insert into users (id, email, name)
      select * from unnest(${userIds}::uuid[], ${members.map((member) => member.email)}::text[],
        ${members.map(() => "Ben Bench")}::text[])`;
    await sql`
      insert into memberships (account_id, user_id) select * from unnest(${ids}::uuid[], ${userIds}::uuid[])`;
  });
  return members;
}

/** A member who is signed in at the web server. */
export type SignedIn = Member & { cookie: string };

export async function signedIn(world: World, count: number): Promise<SignedIn[]> {
  const members = await makeMembers(world, count);
  return Promise.all(
    members.map(async (member) => ({ ...member, cookie: await signInCookie(world.url, member.email) })),
  );
}

import { asReader, database } from "#lib/db/index.ts";
import type { Caller } from "./caller.ts";
import type { PeopleAnswer, Person } from "./people.types.ts";

/** An account of more people than this shows the first of them. */
const PEOPLE_MAX = 1_000;

/** Who belongs to the caller's account. */
export async function listPeople(caller: Caller): Promise<PeopleAnswer> {
  const people = await asReader(
    database(),
    caller.accountId,
    (transaction) => transaction<Person[]>`
      select u.id as user_id, u.name, u.email from memberships m join users u on u.id = m.user_id
      where m.account_id = ${caller.accountId} order by lower(u.name), u.id limit ${PEOPLE_MAX}`,
  );
  return { people: [...people] };
}

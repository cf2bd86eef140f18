import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { requireCaller, seedDemo, signInLocally, signOut } from "#lib/auth/index.ts";
import { connect, database, type Sql } from "#lib/db/index.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";

let testDatabase: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  vi.stubEnv("DATABASE_URL", testDatabase.url);
  vi.stubEnv("LOCAL_SIGN_IN", "on");
  sql = connect(testDatabase.url, { poolMax: 2 });
  await Promise.all(Array.from({ length: 5 }, () => seedDemo(testDatabase.url)));
});

afterEach(async () => {
  await sql`delete from sessions`;
});

afterAll(async () => {
  await sql?.end();
  await database().end();
  await testDatabase?.drop();
});

async function session(email: string) {
  const { cookie } = await signInLocally(email);
  return {
    token: cookie.value,
    headers: new Headers({ cookie: `theme=dark; ${cookie.name}=${cookie.value}` }),
  };
}

const UNAUTHENTICATED = expect.objectContaining({ code: "unauthenticated" });

describe("seedDemo", () => {
  it("makes one account with three people, however often and at once it runs", async () => {
    await seedDemo(testDatabase.url);
    const people = await sql`
      select a.name as account, a.plan, u.email, u.role from users u
      join memberships m on m.user_id = u.id join accounts a on a.id = m.account_id order by u.email`;
    expect(people.map(({ email, role }) => [email, role])).toEqual([
      ["admin@example.com", "admin"],
      ["manager@example.com", "user"],
      ["marketer@example.com", "user"],
    ]);
    expect(new Set(people.map(({ account, plan }) => `${account}/${plan}`))).toEqual(
      new Set(["Demo workspace/growth"]),
    );
  });
});

describe("a local session", () => {
  it("tells who is asking", async () => {
    const { headers } = await session(" Marketer@Example.com ");
    expect(await requireCaller({ headers })).toMatchObject({
      email: "marketer@example.com",
      name: "Mia Marketer",
      role: "user",
      plan: "growth",
    });
  });

  it("leaves nothing in the database that signs in", async () => {
    const { token } = await session("marketer@example.com");
    const [row] = await sql`select * from sessions`;
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(row)).not.toContain(token);
    const asCookie = new Headers({ cookie: `shoal_session=${row?.token_hash}` });
    await expect(requireCaller({ headers: asCookie })).rejects.toEqual(UNAUTHENTICATED);
  });

  it("ends after thirty days by the database's clock", async () => {
    const { headers } = await session("marketer@example.com");
    const [left] =
      await sql`select extract(epoch from expires_at - now())::float8 / 86400 as days from sessions`;
    expect(left?.days).toBeCloseTo(30, 1);
    await sql`update sessions set expires_at = now() - interval '1 second'`;
    await expect(requireCaller({ headers })).rejects.toEqual(UNAUTHENTICATED);
    await session("marketer@example.com");
    expect(await sql`select from sessions`).toHaveLength(1);
  });

  it("ends with its sign-out, and leaves others alone", async () => {
    const [one, other] = [await session("marketer@example.com"), await session("marketer@example.com")];
    expect((await signOut(one)).cookie).toMatchObject({ value: "", maxAge: 0 });
    await expect(requireCaller(one)).rejects.toEqual(UNAUTHENTICATED);
    expect(await requireCaller(other)).toMatchObject({ name: "Mia Marketer" });
  });

  it("is worth nothing to whoever has left the account", async () => {
    const { headers } = await session("manager@example.com");
    await sql`delete from memberships where user_id = (select id from users where email = 'manager@example.com')`;
    await expect(requireCaller({ headers })).rejects.toEqual(UNAUTHENTICATED);
    await seedDemo(testDatabase.url);
    expect(await requireCaller({ headers })).toMatchObject({ name: "Max Manager" });
  });

  it("is not given to a stranger", async () => {
    await expect(signInLocally("nobody@example.com")).rejects.toEqual(
      expect.objectContaining({ code: "unauthenticated", field: "email" }),
    );
  });
});

describe("where local sign-in is off", () => {
  it("signs in nobody, and takes no session that was given before", async () => {
    const { headers } = await session("marketer@example.com");
    vi.resetModules();
    vi.stubEnv("LOCAL_SIGN_IN", "off");
    const off = await import("#lib/auth/index.ts");
    await expect(off.signInLocally("marketer@example.com")).rejects.toEqual(
      expect.objectContaining({ code: "forbidden" }),
    );
    await expect(off.requireCaller({ headers })).rejects.toEqual(UNAUTHENTICATED);
  });
});

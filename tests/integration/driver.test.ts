import { createRequire } from "node:module";
import { connect as connectSocket, type Socket } from "node:net";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";

/** The scripts load the one build, the web server may bundle the other. */
const BUILDS: readonly { build: string; driver: typeof postgres }[] = [
  { build: "modules", driver: postgres },
  { build: "CommonJS", driver: createRequire(import.meta.url)("postgres") },
];

let testDatabase: TestDatabase;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(async () => {
  await testDatabase?.drop();
});

/** A pool of one connection, whose socket the test holds. */
function open(driver: typeof postgres) {
  const { hostname, port } = new URL(testDatabase.url);
  const sockets: Socket[] = [];
  const socket = () => {
    const made = connectSocket(Number(port), hostname);
    sockets.push(made);
    return made;
  };
  // Of the socket that the driver is given, its types know nothing.
  const options = { max: 1, connect_timeout: 2, fetch_types: false, backoff: () => 0, socket };
  const sql = driver(testDatabase.url, options);
  return { sql, breakNow: () => sockets.at(-1)?.destroy() };
}

/** Ends just before the driver is told of a socket that was broken in this turn: what it is given now is never flushed. */
function untilJustBeforeItIsTold(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe.each(BUILDS)("the patched driver ($build)", ({ driver }) => {
  it("speaks on a new connection after one that broke with words still to be sent", async () => {
    const { sql, breakNow } = open(driver);
    try {
      await sql`select 1`;
      breakNow();
      await untilJustBeforeItIsTold();
      await expect(sql`select 2`.execute()).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
      expect([...(await sql`select 3 as answer`)]).toEqual([{ answer: 3 }]);
    } finally {
      await sql.end({ timeout: 1 });
    }
  });

  it("does so in a transaction, too", async () => {
    const { sql, breakNow } = open(driver);
    try {
      const outcome = sql.begin(async (transaction) => {
        await transaction`select 1`;
        breakNow();
        await untilJustBeforeItIsTold();
        await transaction`select 2`;
      });
      await expect(outcome).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
      expect([...(await sql`select 3 as answer`)]).toEqual([{ answer: 3 }]);
    } finally {
      await sql.end({ timeout: 1 });
    }
  });

  it("sends nothing of a transaction that lost its connection down another's", async () => {
    const { sql, breakNow } = open(driver);
    try {
      const late = Promise.withResolvers<void>();
      let lateAnswer: Promise<unknown> = Promise.resolve();
      const lost = sql.begin(async (transaction) => {
        await transaction`select 1`;
        breakNow();
        await late.promise;
        lateAnswer = transaction`select set_config('driver.leak', 'yes', true)`.then(() => "sent");
        await lateAnswer;
      });
      await expect(lost).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
      const leak = await sql.begin(async (transaction) => {
        await transaction`select 2`;
        late.resolve();
        await untilJustBeforeItIsTold();
        await expect(lateAnswer).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
        const [row] = await transaction`select coalesce(current_setting('driver.leak', true), '') as leak`;
        return row?.leak;
      });
      expect(leak).toBe("");
      expect([...(await sql`select 3 as answer`)]).toEqual([{ answer: 3 }]);
    } finally {
      await sql.end({ timeout: 1 });
    }
  });
});

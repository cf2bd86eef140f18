import { createHash, randomBytes } from "node:crypto";
import { asAuthenticator, asWorker, database, type Transaction } from "#lib/db/index.ts";
import { env } from "#lib/env.ts";
import { AppError } from "#lib/errors.ts";
import { logger } from "#lib/log/index.ts";
import type { Authenticator, Caller, Credentials } from "./caller.ts";
import { SESSION_DAYS, type SessionCookie, sessionCookie, sessionToken } from "./cookie.ts";

const TOKEN_BYTES = 32;

/** Sign-in without a password, for one machine: whoever reaches the server may be any of its users. */
export function isLocalSignInOn(): boolean {
  return env("auth").LOCAL_SIGN_IN === "on";
}

/** Sessions of this database, named by a cookie. */
export const localSessions: Authenticator = {
  async authenticate(credentials) {
    const token = sessionToken(credentials.headers);
    if (token === null) return null;
    const [caller] = await asAuthenticator(
      database(),
      (tx) => tx<Caller[]>`
        select ${callerColumns(tx)}
        from sessions
        join users on users.id = sessions.user_id
        join memberships on memberships.user_id = users.id and memberships.account_id = sessions.account_id
        join accounts on accounts.id = sessions.account_id
        where sessions.token_hash = ${hash(token)} and sessions.expires_at > clock_timestamp()`,
    );
    return caller ?? null;
  },
};

/**
 * Begins a session for a user of this database.
 * @returns who it is, and the cookie that carries the session
 * @throws AppError `forbidden` where local sign-in is off, `unauthenticated` for an unknown address
 */
export async function signInLocally(email: string): Promise<{ caller: Caller; cookie: SessionCookie }> {
  if (!isLocalSignInOn()) {
    throw new AppError("forbidden", "Sign-in without a password is off here. LOCAL_SIGN_IN=on allows it.");
  }
  const [caller] = await asAuthenticator(
    database(),
    (tx) => tx<Caller[]>`
      select ${callerColumns(tx)}
      from users
      join memberships on memberships.user_id = users.id
      join accounts on accounts.id = memberships.account_id
      where users.email = ${email.trim().toLowerCase()}
      order by memberships.created_at, accounts.id
      limit 1`,
  );
  if (!caller) {
    throw new AppError("unauthenticated", "email: there is no user with this address.", { field: "email" });
  }
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  await asWorker(database(), async (tx) => {
    await tx`delete from sessions where user_id = ${caller.userId} and expires_at <= clock_timestamp()`;
    await tx`
      insert into sessions (token_hash, user_id, account_id, expires_at)
      values (${hash(token)}, ${caller.userId}, ${caller.accountId},
        clock_timestamp() + make_interval(days => ${SESSION_DAYS}))`;
  });
  logger.info({ userId: caller.userId, accountId: caller.accountId }, "session.begun");
  return { caller, cookie: sessionCookie(token) };
}

/** Ends the request's session, if it has one. Gives the cookie that removes its own. */
export async function signOut(credentials: Credentials): Promise<{ cookie: SessionCookie }> {
  const token = sessionToken(credentials.headers);
  if (token !== null) {
    await asWorker(database(), (tx) => tx`delete from sessions where token_hash = ${hash(token)}`);
  }
  return { cookie: sessionCookie(null) };
}

function callerColumns(tx: Transaction) {
  return tx`users.id as "userId", accounts.id as "accountId", users.email, users.name, users.role, accounts.plan`;
}

/** A leaked table of sessions signs nobody in: the token has 256 random bits, so a plain hash suffices. */
function hash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

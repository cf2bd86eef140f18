import { AppError } from "#lib/errors.ts";
import type { Authenticator, Caller, Credentials } from "./caller.ts";
import { isLocalSignInOn, localSessions } from "./local.ts";

export type { Caller, Credentials } from "./caller.ts";
export { DEMO_USERS, seedDemo } from "./demo.ts";
export { isLocalSignInOn, signInLocally, signOut } from "./local.ts";
export { listPeople } from "./people.ts";
export { requireAdmin } from "./require-admin.ts";

/**
 * Who is asking. The only place that knows which ways of signing in there are.
 * @throws AppError `unauthenticated`
 */
export async function requireCaller(credentials: Credentials): Promise<Caller> {
  for (const authenticator of authenticators()) {
    const caller = await authenticator.authenticate(credentials);
    if (caller) return caller;
  }
  throw new AppError("unauthenticated", "Sign in first.");
}

function authenticators(): Authenticator[] {
  return isLocalSignInOn() ? [localSessions] : [];
}

import type { Metadata } from "next";
import { DEMO_USERS, isLocalSignInOn } from "#lib/auth/index.ts";
import { safeReturnPath } from "#lib/http/index.ts";
import { signInAction } from "./actions.ts";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const next = safeReturnPath((await searchParams).next, "/search");
  return (
    <main className="narrow">
      <h1>Shoal</h1>
      <p>
        Type a few keywords; Shoal searches for all of them at once and shows creators from the first second,
        with their bio, e-mail and numbers.
      </p>
      <h2>Sign in</h2>
      {isLocalSignInOn() ? <DemoUsers next={next} /> : <p>Signing in without a password is off here.</p>}
    </main>
  );
}

function DemoUsers({ next }: { next: string }) {
  return (
    <>
      <p>
        This Shoal runs on one machine, for whoever sits in front of it, so there is no password. Pick one of
        the people of the demo workspace.
      </p>
      <ul className="people">
        {DEMO_USERS.map((user) => (
          <li key={user.email}>
            <form action={signInAction}>
              <input type="hidden" name="email" value={user.email} />
              <input type="hidden" name="next" value={next} />
              <button type="submit" className="primary">
                Continue as {user.name}
              </button>{" "}
              <span className="quiet under">
                {user.does} · {user.email}
              </span>
            </form>
          </li>
        ))}
      </ul>
    </>
  );
}

import Link from "next/link";
import type { Caller } from "#lib/auth/index.ts";
import { signOutAction } from "../sign-in/actions.ts";

export function SiteHeader({ caller }: { caller: Caller }) {
  return (
    <header className="site-header">
      <Link href="/search" className="brand">
        Shoal
      </Link>
      <form action={signOutAction}>
        <span className="quiet">{caller.name}</span> <button type="submit">Sign out</button>
      </form>
    </header>
  );
}

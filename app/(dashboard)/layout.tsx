import type { ReactNode } from "react";
import { AppFrame } from "#components/shell/app-frame.tsx";
import { sampleDataProviders } from "#lib/health/index.ts";
import { currentCaller } from "../_parts/page-caller.ts";
import { signOutAction } from "../sign-in/actions.ts";

/** The frame of whoever is signed in. Each page asks for itself who that is, and sends others to sign in. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const caller = await currentCaller();
  if (caller === null) return children;
  return (
    <AppFrame
      person={{ name: caller.name, email: caller.email, isAdmin: caller.role === "admin" }}
      isSampleData={sampleDataProviders().length > 0}
      signOut={signOutAction}
    >
      {children}
    </AppFrame>
  );
}

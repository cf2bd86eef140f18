"use server";

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { signInLocally, signOut } from "#lib/auth/index.ts";
import { requireOwnOrigin, safeReturnPath } from "#lib/http/index.ts";

export async function signInAction(form: FormData): Promise<void> {
  requireOwnOrigin(await headers(), "POST");
  const { cookie } = await signInLocally(String(form.get("email")));
  (await cookies()).set(cookie);
  redirect(safeReturnPath(form.get("next"), "/search"));
}

export async function signOutAction(): Promise<void> {
  const requestHeaders = await headers();
  requireOwnOrigin(requestHeaders, "POST");
  const { cookie } = await signOut({ headers: requestHeaders });
  (await cookies()).set(cookie);
  redirect("/sign-in");
}

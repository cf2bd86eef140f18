import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { type Caller, requireCaller } from "#lib/auth/index.ts";
import { AppError } from "#lib/errors.ts";
import { requireOwnOrigin } from "#lib/http/index.ts";

/** Who is looking at the page at `path`; whoever is not signed in does that first, and comes back. */
export async function pageCaller(path: string): Promise<Caller> {
  return (await currentCaller()) ?? redirect(`/sign-in?next=${encodeURIComponent(path)}`);
}

/** Null for whoever is not signed in. Asked once a page. */
export const currentCaller = cache(async (): Promise<Caller | null> => {
  const credentials = { headers: await headers() };
  requireOwnOrigin(credentials.headers, "GET");
  try {
    return await requireCaller(credentials);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "unauthenticated") throw error;
    return null;
  }
});

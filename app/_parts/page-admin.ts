import { notFound } from "next/navigation";
import type { Caller } from "#lib/auth/index.ts";
import { pageCaller } from "./page-caller.ts";

/** The admin who is looking at the page at `path`; to everybody else there is no such page. */
export async function pageAdmin(path: string): Promise<Caller> {
  const caller = await pageCaller(path);
  if (caller.role !== "admin") notFound();
  return caller;
}

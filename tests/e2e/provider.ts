import type { Session, TestApp } from "#tests/support/app.ts";
import { post } from "./jobs.ts";

/** Has the provider's stand-in answer badly from now on, by these rules alone. */
export async function breakCalls(app: TestApp, ...rules: object[]): Promise<void> {
  await mendCalls(app);
  const answer = await fetch(`${app.sandbox.url}/__faults`, post(rules));
  if (!answer.ok) throw new Error(`faults: ${answer.status} ${await answer.text()}`);
}

export async function mendCalls(app: TestApp): Promise<void> {
  await fetch(`${app.sandbox.url}/__faults`, { method: "DELETE" });
}

/** Stops the calls of all providers, or lets them go on: what is begun meanwhile is under way until then. */
export async function switchCalls(admin: Session, to: "off" | "on"): Promise<void> {
  const answer = await admin("/api/v2/admin/providers/all", post({ stopped: to === "off" }));
  if (!answer.ok) throw new Error(`switch: ${answer.status} ${await answer.text()}`);
}

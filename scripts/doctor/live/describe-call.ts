import type { CanaryCall, Comparison } from "#lib/search-engine/v2/index.ts";
import { type Finding, note, ok, problem, warning } from "../finding.ts";
import { adviceFor } from "./advice.ts";

const MESSAGE_LENGTH_MAX = 200;
/** Nobody said anything: the message would only repeat the advice. */
const UNANSWERED: ReadonlySet<string> = new Set(["timeout", "network", "cancelled"]);

interface DescribeOptions {
  isVerbose: boolean;
  /** What may not be shown, also when a provider repeats it. */
  secrets: readonly string[];
}

/** What a call showed, for people: who was asked, how it went, and where its answer differs. */
export function describeCall(call: CanaryCall, options: DescribeOptions): Finding[] {
  const { comparison } = call;
  const told = comparison ? describeComparison(comparison, options.isVerbose) : [];
  return [verdict(call, options.secrets), ...told];
}

function verdict(call: CanaryCall, secrets: readonly string[]): Finding {
  const who = [call.platform ?? call.provider, call.action, call.path].filter(Boolean).join(" ");
  const facts = factsOf(call);
  // A creator may have gone between the two calls; that says nothing of the provider.
  const isGone = call.outcome === "not_found" && call.action === "profile";
  if (isGone) return warning(`${who}: the creator is gone, so there was nothing to compare (${facts}).`);
  if (call.outcome !== "ok" && call.outcome !== "format") {
    const words =
      call.message && !UNANSWERED.has(call.outcome) ? ` Message: ${plain(call.message, secrets)}` : "";
    return problem(`${who}: ${adviceFor(call)} (${facts})${words}`);
  }
  const { comparison } = call;
  if (call.outcome === "format" || comparison?.hasDrifted) {
    return problem(`${who}: ${adviceFor({ ...call, outcome: "format" })} (${facts})`);
  }
  if (call.action === "search" && comparison?.itemsCount === 0) {
    return warning(`${who}: the answer holds no items, so there was little to compare (${facts}).`);
  }
  return ok(`${who}: as expected (${facts}).`);
}

function factsOf({ provider, status, durationMs, credits, storedAt }: CanaryCall): string {
  const facts = [provider];
  if (durationMs === null) return provider;
  facts.push(status === null ? "no answer" : `status ${status}`, `${(durationMs / 1_000).toFixed(1)} s`);
  if (credits !== null) facts.push(`${credits} ${credits === 1 ? "credit" : "credits"}`);
  if (status === 200) facts.push(ageOf(storedAt));
  return facts.join(", ");
}

function ageOf(storedAt: Date | null): string {
  if (storedAt === null) return "fresh";
  const minutes = Math.max(0, Math.round((Date.now() - storedAt.getTime()) / 60_000));
  return minutes < 120 ? `${minutes} min old` : `${Math.round(minutes / 60)} h old`;
}

function describeComparison(comparison: Comparison, isVerbose: boolean): Finding[] {
  const { hasDrifted, mismatches, itemsCount, itemsSkipped, absent, unread } = comparison;
  const tell = hasDrifted ? problem : warning;
  const findings = mismatches.map(({ path, problem: what, count, total }) =>
    tell(`${path || "the answer"} ${what}${total > 1 ? ` in ${count} of ${total}` : ""}.`),
  );
  if (itemsSkipped > 0) findings.push(tell(`${itemsSkipped} of ${itemsCount} items cannot be read.`));
  if (absent.length > 0) findings.push(note(`Not there, and not needed: ${absent.join(", ")}.`));
  if (unread.length > 0) {
    const names = isVerbose ? `: ${unread.join(", ")}` : "; --verbose names them";
    findings.push(note(`Keys that Shoal does not read: ${unread.length}${names}.`));
  }
  return findings;
}

/** A message from outside in one line, without what is secret and what moves a terminal's cursor. */
function plain(message: string, secrets: readonly string[]): string {
  const safe = secrets.reduce((text, secret) => text.replaceAll(secret, "[secret]"), message);
  const line = safe.replace(/[\s\p{C}]+/gu, " ").trim();
  return line.length > MESSAGE_LENGTH_MAX ? `${line.slice(0, MESSAGE_LENGTH_MAX)}…` : line;
}

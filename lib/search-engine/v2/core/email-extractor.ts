import { type Host, readHost, readLooseHost } from "./email-host.ts";
import { type Local, readLocal } from "./email-local.ts";
import { isProse } from "./email-prose.ts";
import { findSigns, type Sign } from "./email-signs.ts";
import { emailText } from "./email-text.ts";
import { sourceOf } from "./readable-text.ts";
import type { Email } from "./types.ts";

/** What follows where the text was truncated within the host, or another sign shows that it was none. */
const CUT_OFF_AFTER = /^(?:[a-z0-9_.-]{0,64}(?:[…@]|\.{3}[\t ]{0,3}(?:(?:see )?more)?\s{0,9}$)|\n\.[a-z])/iu;
const CONTEXT_LENGTH = 80;

/**
 * The e-mail addresses in a text, each once, in the order of their appearance: plain, obfuscated as in
 * "name (at) site (dot) com", with international hosts. What may be part of something longer is left out: a
 * wrong address is worse than none.
 */
export function extractEmails(text: string, source: Email["source"]): Email[] {
  const readable = emailText(text);
  const found = new Map<string, Email>();
  let previousEnd = -1;
  for (const sign of findSigns(readable)) {
    const match = readAddress(readable.text, sign, previousEnd);
    if (!match) continue;
    const { local, host } = match;
    previousEnd = host.end;
    const address = `${local.name}@${host.name}`;
    if (found.has(address)) continue;
    found.set(address, { address, source, original: sourceOf(readable, local.start, host.end) });
  }
  return [...found.values()];
}

function readAddress(text: string, sign: Sign, previousEnd: number): { local: Local; host: Host } | null {
  const local = readLocal(text, sign, previousEnd);
  const host = local && (readHost(text, sign.end) ?? readLooseHost(text, sign.end));
  if (!host) return null;
  if (CUT_OFF_AFTER.test(text.slice(host.end, host.end + CONTEXT_LENGTH))) return null;
  const before = text.slice(Math.max(0, local.start - CONTEXT_LENGTH), local.start);
  return isProse({ kind: sign.kind, local: local.name, host, before }) ? null : { local, host };
}

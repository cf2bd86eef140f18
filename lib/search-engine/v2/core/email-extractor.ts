import { type Host, readHost, readLooseHost } from "./email-host.ts";
import { readInternationalLocal } from "./email-international.ts";
import { type Local, readLocal } from "./email-local.ts";
import { isProse } from "./email-prose.ts";
import { findSigns, type Sign } from "./email-signs.ts";
import { isMailProvider, type Sites } from "./email-sites.ts";
import { emailText } from "./email-text.ts";
import { sourceOf } from "./readable-text.ts";
import type { Email } from "./types.ts";

/** What follows where the text was truncated within the host, or another sign shows that it was none. */
const CUT_OFF_AFTER = /^(?:[a-z0-9_.-]{0,64}(?:[…@]|\.{3}[\t ]{0,3}(?:(?:see )?more)?\s{0,9}$)|\n\.[a-z])/iu;
const DOTS_AT_END = /^\.{3,9}\s{0,9}$/;
const WHOLE_TOP_LEVEL = /\.(?:com|net|org)$/;
const CONTEXT_LENGTH = 80;
const NO_SITES: Sites = new Set();

interface Match {
  local: Local;
  host: Host;
}

/**
 * The e-mail addresses in a text, each once, in the order of their appearance: plain, obfuscated as in
 * "name (at) site (dot) com", with international hosts. What may be part of something longer is left out: a
 * wrong address is worse than none. Addresses at `platformHosts` (lower case) and their subdomains are left
 * out as those of link services are: only the staff there is reached by them.
 */
export function extractEmails(
  text: string,
  source: Email["source"],
  platformHosts: Sites = NO_SITES,
): Email[] {
  const readable = emailText(text);
  const found = new Map<string, Email>();
  let previousEnd = -1;
  for (const sign of findSigns(readable)) {
    const match = readAddress(readable.text, sign, previousEnd);
    if (!match || isProse(inContext(readable.text, sign, match), platformHosts)) continue;
    const { local, host } = match;
    previousEnd = host.end;
    const address = `${local.name}@${host.name}`;
    if (found.has(address)) continue;
    found.set(address, { address, source, original: sourceOf(readable, local.start, host.end) });
  }
  return [...found.values()];
}

function readAddress(text: string, sign: Sign, previousEnd: number): Match | null {
  const ascii = readLocal(text, sign, previousEnd);
  if (!ascii && sign.kind !== "plain") return null;
  const host = readHost(text, sign.end, sign.kind === "joined") ?? readLooseHost(text, sign.end);
  if (!host) return null;
  const local = ascii ?? readInternationalLocal(text, sign.start, host.name);
  return local && !isCutOff(text, host) ? { local, host } : null;
}

/** Three dots behind a host that hardly goes on are a manner of writing. */
function isCutOff(text: string, host: Host): boolean {
  const after = text.slice(host.end, host.end + CONTEXT_LENGTH);
  if (!CUT_OFF_AFTER.test(after)) return false;
  const isWhole = WHOLE_TOP_LEVEL.test(host.name) || isMailProvider(host.name);
  return !(isWhole && DOTS_AT_END.test(after));
}

function inContext(text: string, { kind }: Sign, { local, host }: Match) {
  return {
    kind,
    local: local.name,
    isCapitalised: /^\p{Lu}\p{Ll}/u.test(text.slice(local.start, local.start + 2)),
    host,
    before: text.slice(Math.max(0, local.start - CONTEXT_LENGTH), local.start),
    after: text.slice(host.end, host.end + CONTEXT_LENGTH),
  };
}

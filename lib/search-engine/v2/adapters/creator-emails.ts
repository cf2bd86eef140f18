import { extractEmails } from "../core/email-extractor.ts";
import type { Email } from "../core/types.ts";

/** What a whole profile says; null or left out where it says nothing. */
interface EmailTexts {
  businessField?: string | null | undefined;
  bio: string | null | undefined;
  /** As the provider sends them: "mailto:" too. */
  links: readonly (string | null | undefined)[];
}

const platformHosts = new Set<string>();

/** The registry calls it for each adapter, so that every adapter leaves out the hosts of all of them. */
export function addPlatformHosts(hosts: readonly string[]): void {
  for (const host of hosts) platformHosts.add(host);
}

/** A creator's addresses, each once, from the source that comes first; none at a platform's own hosts. */
export function creatorEmails({ businessField, bio, links }: EmailTexts): Email[] {
  const read = (text: string | null | undefined, source: Email["source"]): Email[] =>
    extractEmails(text ?? "", source, platformHosts);
  const emails = [
    ...read(businessField, "business_field"),
    ...read(bio, "bio"),
    ...links.flatMap((link) => read(link, "link")),
  ];
  const seen = new Set<string>();
  return emails.filter(({ address }) => !seen.has(address) && seen.add(address));
}

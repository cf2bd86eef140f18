import type { CanaryCall } from "#lib/search-engine/v2/index.ts";

/** The setting that holds a provider's key. */
const KEYS: Record<string, string> = {
  scrapecreators: "SCRAPECREATORS_API_KEY",
  openai: "OPENAI_API_KEY",
};

/** What became of a call that gave nothing, and what to do; the provider's own words stand beside it. */
export function adviceFor({ provider, outcome, status, path }: CanaryCall): string {
  const key = KEYS[provider] ?? "its key";
  switch (outcome) {
    case "ok":
      return "";
    case "unauthorized":
      return `The key is refused: check ${key}.`;
    case "payment_required":
      return `Its credit is used up, and the gate is closed for all: pay there, then npm run gates -- --open ${provider}.`;
    case "rate_limited":
      return "It asks for a pause (429), and no search calls it meanwhile: try again in a minute.";
    case "timeout":
      return "It did not answer in time: try again, or look whether it tells of an outage.";
    case "network":
      return "It was not reached: check the network, a proxy, and the address that is set for it.";
    case "http":
      return status !== null && status >= 500
        ? `It fails by itself (${status}): try again later.`
        : "It answered in an unexpected way: check the address that is set for it.";
    case "bad_body":
      return "Its answer is cut off, no JSON, or tells of an error: try again; when it comes back, ask the provider.";
    case "format":
      return "Its answers have another format than Shoal reads: searches fail until the adapter follows.";
    case "bad_request":
      return "It does not accept what Shoal asks any more: the adapter must follow.";
    case "not_found":
      return path === null
        ? "It does not know what was asked for: check OPENAI_MODEL and OPENAI_BASE_URL."
        : "It does not know what was asked for: check the address that is set for it.";
    case "gate_closed":
    case "spend_cap":
      return "No call was made: npm run gates shows why, and opens the gate.";
    case "cancelled":
      return "It was given up.";
    default:
      return outcome satisfies never;
  }
}

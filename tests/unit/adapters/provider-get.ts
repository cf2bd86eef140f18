import type { ProviderGet } from "#lib/search-engine/v2/adapters/interface.ts";
import { ProviderError } from "#lib/search-engine/v2/core/provider-error.ts";

/** A ProviderGet against a base address: no gate, no log, and of the errors only those that adapters know. */
export function providerGet(baseUrl: string): ProviderGet {
  return async ({ path, query, timeoutMs, parse }) => {
    const url = new URL(path, baseUrl);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, value);
    const response = await fetch(url, {
      headers: { "x-api-key": "test" },
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.ok) return parse(await response.json());
    const kind = response.status === 404 ? "not_found" : "http";
    throw new ProviderError("scrapecreators", kind, `status ${response.status}`, { status: response.status });
  };
}

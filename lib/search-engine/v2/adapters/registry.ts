import type { ProviderDefinition } from "../core/provider.ts";
import { addPlatformHosts } from "./creator-emails.ts";
import { instagram } from "./instagram.ts";
import type { PlatformAdapter } from "./interface.ts";
import { scrapecreators } from "./scrapecreators.ts";
import { tiktok } from "./tiktok.ts";
import { youtube } from "./youtube.ts";

const adapters = new Map<string, PlatformAdapter>();
const providers = new Map<string, ProviderDefinition>();

export function registerProvider(provider: ProviderDefinition): void {
  providers.set(provider.name, provider);
}

/** Adds a platform. Adding one takes an adapter file and its line below. */
export function registerAdapter(adapter: PlatformAdapter): void {
  adapters.set(adapter.platform, adapter);
  addPlatformHosts(adapter.hosts);
}

registerProvider(scrapecreators);
registerAdapter(tiktok);
registerAdapter(instagram);
registerAdapter(youtube);

/** The platforms that can be searched, in the order of their registration. */
export function platforms(): string[] {
  return [...adapters.keys()];
}

/** What people call each platform, in the same order. */
export function platformNames(): Record<string, string> {
  return Object.fromEntries([...adapters].map(([platform, { displayName }]) => [platform, displayName]));
}

export function findAdapter(platform: string): PlatformAdapter | undefined {
  return adapters.get(platform);
}

/** @throws Error when the platform is not registered: a row names a platform whose adapter is gone. */
export function getAdapter(platform: string): PlatformAdapter {
  const adapter = adapters.get(platform);
  if (!adapter) throw new Error(`No adapter for platform "${platform}". Known: ${platforms().join(", ")}.`);
  return adapter;
}

/** @throws Error when an adapter names a provider that is not registered. */
export function getProvider(name: string): ProviderDefinition {
  const provider = providers.get(name);
  if (!provider) throw new Error(`No provider "${name}". Known: ${[...providers.keys()].join(", ")}.`);
  return provider;
}

/** The hosts of all platforms' pictures. */
export function imageHosts(): string[] {
  return [...adapters.values()].flatMap((adapter) => adapter.imageHosts);
}

/** The providers behind the registered platforms. */
export function adapterProviders(): string[] {
  return [...new Set([...adapters.values()].map((adapter) => adapter.provider))];
}

const KEY = "shoal.platforms";

/** Keeps for the next visit which platforms are chosen; none at all is no choice to come back to. */
export function rememberPlatforms(chosen: readonly string[]): void {
  if (chosen.length === 0) return;
  try {
    localStorage.setItem(KEY, chosen.join(","));
  } catch {
    // Storage is full or switched off.
  }
}

/** Those of the last visit, as far as they are still there. */
export function recallPlatforms(platforms: readonly string[]): string[] {
  try {
    const chosen = (localStorage.getItem(KEY) ?? "").split(",");
    return platforms.filter((platform) => chosen.includes(platform));
  } catch {
    return [];
  }
}

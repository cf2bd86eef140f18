const KEY = "shoal.platforms";

/** Keeps for the next visit which platforms are chosen; none at all is no choice to come back to. */
export function rememberPlatforms(form: HTMLFormElement): void {
  const chosen = new FormData(form).getAll("platform");
  if (chosen.length === 0) return;
  try {
    localStorage.setItem(KEY, chosen.join(","));
  } catch {
    // Storage is full or switched off.
  }
}

/** Chooses those of the last visit, as far as they are still there. */
export function recallPlatforms(form: HTMLFormElement): void {
  const boxes = [...form.querySelectorAll<HTMLInputElement>('input[name="platform"]')];
  const chosen = readChoice();
  if (!boxes.some((box) => chosen.includes(box.value))) return;
  for (const box of boxes) box.checked = chosen.includes(box.value);
}

function readChoice(): string[] {
  try {
    return (localStorage.getItem(KEY) ?? "").split(",");
  } catch {
    return [];
  }
}

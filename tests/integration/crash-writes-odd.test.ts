import { expect, it } from "vitest";
import { crashBeforeEveryWrite } from "#tests/support/crashing-worker-runs.ts";

it("a job survives the kill of its worker before every odd write", { timeout: 120_000 }, async () => {
  expect(await crashBeforeEveryWrite({ first: 1, step: 2 })).toBeGreaterThan(10);
});

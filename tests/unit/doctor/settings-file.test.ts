import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseEnv } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nearestKey } from "#scripts/doctor/configuration/nearest-key.ts";
import { lookAtSettingsFile } from "#scripts/doctor/configuration/settings-file.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "shoal-doctor-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As Node reads it: what the environment has goes before what the file says. */
function look(text: string, environment: Record<string, string> = {}) {
  writeFileSync(path.join(folder, ".env"), text);
  const set = parseEnv(text);
  return lookAtSettingsFile(folder, { ...set, ...environment }).findings;
}

describe("lookAtSettingsFile", () => {
  it("is content with what Shoal, Node and Next read", () => {
    const text =
      "PORT=3001\nDATABASE_URL=\n# A=1\nexport LOG_LEVEL='warn'\nNODE_OPTIONS=--x\nNEXT_TELEMETRY_DISABLED=1\n";
    expect(look(text)).toEqual([{ level: "ok", message: "Shoal reads every setting in .env." }]);
  });

  it.each([
    {
      line: "SCRAPECREATOR_API_KEY=swordfish",
      level: "problem",
      says: /did you mean SCRAPECREATORS_API_KEY\?$/,
    },
    {
      line: "SCRAPECREATORS_KEY=swordfish",
      level: "problem",
      says: /did you mean SCRAPECREATORS_API_KEY\?$/,
    },
    { line: "database_url=swordfish", level: "problem", says: /did you mean DATABASE_URL\?$/ },
    { line: "DATABSE_URL=swordfish", level: "problem", says: /did you mean DATABASE_URL\?$/ },
    {
      line: "STRIPE_PRICE=swordfish",
      level: "warning",
      says: /^STRIPE_PRICE in .env is no setting of Shoal/,
    },
    { line: "PORT=1\nPORTS=swordfish", level: "warning", says: /^PORTS in .env is no setting of Shoal/ },
    { line: "PORT=1\nPORT=2", level: "warning", says: /^PORT is set more than once/ },
  ])("tells of $line", ({ line, level, says }) => {
    const findings = look(line);
    expect(findings).toEqual([{ level, message: expect.stringMatching(says) }]);
    expect(JSON.stringify(findings)).not.toContain("swordfish");
  });

  it("notes what the environment sets otherwise", () => {
    expect(look("LOG_LEVEL=info", { LOG_LEVEL: "warn" })).toEqual([
      { level: "note", message: "LOG_LEVEL in .env is not used: the environment sets it otherwise." },
    ]);
  });

  it("warns of files that the web app alone reads", () => {
    writeFileSync(path.join(folder, ".env.local"), "DATABASE_URL=swordfish");
    expect(look("")).toEqual([
      { level: "warning", message: expect.stringMatching(/^\.env\.local is read by the web app alone/) },
    ]);
  });
});

describe("nearestKey", () => {
  const known = ["DATABASE_URL", "OPENAI_API_KEY", "PORT"];
  it.each([
    { key: "DATABASE_URI", nearest: "DATABASE_URL" },
    { key: "OPEN_AI_KEY", nearest: "OPENAI_API_KEY" },
    { key: "OPENAI_KEY", nearest: "OPENAI_API_KEY" },
    { key: "API_KEY", nearest: null },
    { key: "OPENAI", nearest: null },
    { key: "OPENAI_APIKEY", nearest: "OPENAI_API_KEY" },
    { key: "MODASH_API_KEY", nearest: null },
    { key: "PROT", nearest: "PORT" },
  ])("takes $key for $nearest", ({ key, nearest }) => {
    expect(nearestKey(key, known)).toBe(nearest);
  });
});

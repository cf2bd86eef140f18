import { describe, expect, it } from "vitest";
import { checkAdapterImports } from "#scripts/checks/adapter-imports.ts";
import { checkBoundaries } from "#scripts/checks/boundaries.ts";

const check = (path: string, ...lines: string[]) => checkBoundaries([{ path, text: lines.join("\n") }]);
const importing = (specifier: string) => `import { thing } from "${specifier}";`;

describe("checkBoundaries", () => {
  it.each([
    {
      path: "app/page.tsx",
      specifier: "#lib/search-engine/job-service.ts",
      rule: "through a module's index",
    },
    { path: "app/page.tsx", specifier: "../lib/billing/ledger.ts", rule: "through a module's index" },
    { path: "app/page.tsx", specifier: "#lib/search-engine/v2/index.ts", rule: "through a module's index" },
    { path: "app/api/v2/jobs/route.ts", specifier: "drizzle-orm/pg-core", rule: "no SQL" },
    { path: "app/api/v2/jobs/route.ts", specifier: "postgres", rule: "no SQL" },
    { path: "components/table.tsx", specifier: "#lib/billing/index.ts", rule: "only shapes" },
    { path: "app/page.tsx", specifier: "#sandbox/server.ts", rule: "nothing from sandbox" },
    {
      path: "lib/queue/index.ts",
      specifier: "../../tests/support/database.ts",
      rule: "nothing from sandbox",
    },
    { path: "components/a.tsx", specifier: "#scripts/test.ts", rule: "nothing from sandbox" },
  ])("refuses $specifier in $path", ({ path, specifier, rule }) => {
    expect(check(path, "", importing(specifier))).toEqual([
      expect.stringMatching(new RegExp(`^${path}:2 imports "${specifier}": .*${rule}`)),
    ]);
  });

  it.each([
    { path: "app/page.tsx", specifier: "#lib/search-engine/index.ts" },
    { path: "app/page.tsx", specifier: "#lib/search-engine/types.ts" },
    { path: "app/page.tsx", specifier: "#lib/errors.ts" },
    { path: "app/page.tsx", specifier: "#lib/env.ts" },
    { path: "app/page.tsx", specifier: "#components/table.tsx" },
    { path: "app/page.tsx", specifier: "postgresque" },
    { path: "components/table.tsx", specifier: "#lib/search-engine/types.ts" },
    { path: "components/table.tsx", specifier: "#lib/billing/quota.types.ts" },
    { path: "lib/queue/index.ts", specifier: "#lib/db/index.ts" },
    { path: "scripts/sandbox.ts", specifier: "#sandbox/server.ts" },
    { path: "tests/unit/a.test.ts", specifier: "#lib/search-engine/job-service.ts" },
  ])("accepts $specifier in $path", ({ path, specifier }) => {
    expect(check(path, importing(specifier))).toEqual([]);
  });

  it.each([
    { name: "a type import", line: 'import type { A } from "#lib/billing/plans.ts";' },
    { name: "an export", line: 'export { a } from "#lib/billing/plans.ts";' },
    { name: "an import for its effect", line: 'import "#lib/billing/plans.ts";' },
    { name: "a dynamic import", line: 'const plans = await import("#lib/billing/plans.ts");' },
    { name: "an import over several lines", line: 'import {\n  a,\n} from "#lib/billing/plans.ts";' },
  ])("sees $name", ({ line }) => {
    expect(check("app/page.tsx", line)).toHaveLength(1);
  });

  it("ignores imports in comments and in text", () => {
    expect(
      check("app/page.tsx", `// ${importing("#sandbox/a.ts")}`, `const a = \`${importing("pg")}\`;`),
    ).toEqual([]);
  });
});

describe("checkAdapterImports", () => {
  const CORE = "lib/search-engine/v2/core";
  const files = (specifier: string) => [
    { path: "lib/search-engine/v2/adapters/example.ts", text: importing(specifier) },
    { path: `${CORE}/types.ts`, text: "" },
    { path: `${CORE}/email-extractor.ts`, text: `${importing("./readable.ts")}${importing("zod")}` },
    { path: `${CORE}/readable.ts`, text: importing("./email-extractor.ts") },
    { path: `${CORE}/provider-http.ts`, text: importing("#lib/db/index.ts") },
    { path: `${CORE}/indirect.ts`, text: importing("./provider-http.ts") },
    { path: `${CORE}/page.ts`, text: importing("next/server") },
  ];

  it.each([
    "#lib/db/index.ts",
    "#lib/queue/index.ts",
    "../workers/search-worker.ts",
    "../core/provider-http.ts",
    "../core/indirect.ts",
    "../core/page.ts",
    "../core/gone.ts",
    "next/server",
    "drizzle-orm",
  ])("refuses %s", (specifier) => {
    expect(checkAdapterImports(files(specifier))).toEqual([
      expect.stringContaining(`adapters/example.ts:1 imports "${specifier}"`),
    ]);
  });

  it.each(["./interface.ts", "../core/types.ts", "../core/email-extractor.ts", "#lib/env.ts", "zod"])(
    "accepts %s",
    (specifier) => {
      expect(checkAdapterImports(files(specifier))).toEqual([]);
    },
  );
});

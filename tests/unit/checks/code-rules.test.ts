import { describe, expect, it } from "vitest";
import { checkCode } from "#scripts/checks/code-rules.ts";

const check = (path: string, text: string) => checkCode([{ path, text }]);
const WORKER = "lib/search-engine/v2/workers/search-worker.ts";

describe("checkCode", () => {
  it.each([
    { path: WORKER, text: 'if (platform === "tiktok") {}', rule: "never name a platform" },
    { path: "lib/search-engine/v2/core/config.ts", text: "// as on YouTube", rule: "never name a platform" },
    { path: "lib/queue/index.ts", text: "const url = process.env.QSTASH_URL;", rule: "only lib/env.ts" },
    { path: "app/page.tsx", text: 'const url = process["env"].URL;', rule: "only lib/env.ts" },
    { path: "components/a.tsx", text: 'import { env } from "node:process";', rule: "only lib/env.ts" },
    { path: "lib/queue/index.ts", text: 'console.log("here");', rule: "no console" },
    { path: "app/api/v2/dispatch/route.ts", text: "await fetch(url);", rule: "never a provider" },
    { path: "app/export/route.ts", text: "await globalThis.fetch(url);", rule: "never a provider" },
    { path: "lib/errors.ts", text: "// @ts-expect-error\nbroken();", rule: "type check" },
    { path: "tests/unit/a.test.ts", text: "/* @ts-ignore */", rule: "type check" },
    { path: "scripts/a.ts", text: "const a = b as unknown as string;", rule: "cast through unknown" },
  ])("refuses $text in $path", ({ path, text, rule }) => {
    expect(check(path, `const first = 1;\n${text}`)).toEqual([
      expect.stringMatching(new RegExp(`^${path}:2 .*${rule}`)),
    ]);
  });

  it.each([
    { path: "lib/search-engine/v2/adapters/tiktok.ts", text: 'export const platform = "tiktok";' },
    { path: "lib/env.ts", text: "const all = process.env;" },
    { path: "lib/queue/index.ts", text: "// process.env is read in lib/env.ts\nprocess.once('exit', stop);" },
    { path: "scripts/start.ts", text: "console.log(process.env.PORT);" },
    { path: "lib/queue/index.ts", text: 'const hint = "see console.log";' },
    { path: "app/api/v2/dispatch/route.ts", text: "await prefetch(url); // fetch(url)" },
    { path: "components/search.tsx", text: "await fetch(url);" },
    { path: "lib/errors.ts", text: 'const text = "@ts-ignore";' },
    {
      path: "lib/a.ts",
      text: "// The driver returns what the schema says.\nconst a = b as unknown as string;",
    },
  ])("accepts $text in $path", ({ path, text }) => {
    expect(check(path, text)).toEqual([]);
  });
});

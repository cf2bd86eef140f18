import { describe, expect, it } from "vitest";
import { checkDocs } from "#scripts/checks/docs.ts";

const TREE = [
  { path: "package.json", text: '{ "scripts": { "start": "x", "db:migrate": "x" } }' },
  { path: "lib/env.ts", text: "" },
  { path: "app/(dashboard)/[jobId]/page.tsx", text: "" },
  { path: ".env.example", text: "" },
  { path: "agent_docs/architecture.md", text: "" },
];

const check = (text: string, path = "README.md") => checkDocs([...TREE, { path, text }]);

describe("checkDocs", () => {
  it.each([
    { text: "see `lib/gone.ts`", rule: "cites lib/gone.ts" },
    { text: "see `lib/gone/`", rule: "cites lib/gone/" },
    { text: "see `old/module.ts`", rule: "cites old/module.ts" },
    { text: "see `gone.ts`", rule: "cites gone.ts" },
    { text: "run `node scripts/gone.mjs --help`", rule: "cites scripts/gone.mjs" },
    { text: "see `#lib/gone.ts`", rule: "cites lib/gone.ts" },
    { text: "run `npm run bench`", rule: "cites npm script bench" },
    { text: "```\nnpm run bench -- fair\n```", rule: "cites npm script bench" },
    { text: "run `npm test`", rule: "cites npm script test" },
    { text: "[more](agent_docs/gone.md)", rule: "links to agent_docs/gone.md" },
  ])("refuses $text", ({ text, rule }) => {
    const messages = check(`Title\n${text}`);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(/^README\.md:[23] /);
    expect(messages[0]).toContain(rule);
  });

  it.each([
    { text: "`lib/env.ts`, `lib/env.ts:12`, `lib/`, `lib`, `env.ts`, `#lib/env.ts` and `./lib/env.ts`." },
    { text: "`app/(dashboard)/[jobId]/page.tsx`" },
    { text: "`/api/v2/status`, `GET /api/v2/jobs`, `lib/<module>/index.ts`, `lib/*.ts`, `tests/…`" },
    { text: "`.data/postgres/log.txt`, `.next/`, `.env`, `.env.example`" },
    { text: "`application/json`, `text/event-stream`, `next/server`, `https://example.com/a.ts`" },
    { text: "`npm start`, `npm run db:migrate`, `npm ci`, `npm run <name>`; an npm package" },
    { text: "[more](agent_docs/architecture.md#jobs), [there](https://example.com), [here](#top)" },
  ])("accepts $text", ({ text }) => {
    expect(check(text)).toEqual([]);
  });

  it("takes links relative to the page, and reads README.md and agent_docs only", () => {
    expect(check("[env](../lib/env.ts)", "agent_docs/env.md")).toEqual([]);
    expect(check("`lib/gone.ts`", "agent_docs/env.md")).toHaveLength(1);
    expect(check("`lib/gone.ts`", "notes.md")).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { checkFileSize } from "#scripts/checks/file-size.ts";
import { ignoreRules } from "#scripts/checks/files.ts";
import { checkLockfile, isAtLeast } from "#scripts/checks/lockfile.ts";
import { checkPortability } from "#scripts/checks/portability.ts";

describe("checkFileSize", () => {
  const lines = (count: number) => "const a = 1;\n".repeat(count);

  it.each([
    { path: "lib/a.ts", count: 300, isTooLong: false },
    { path: "lib/a.ts", count: 301, isTooLong: true },
    { path: "app/page.tsx", count: 301, isTooLong: true },
    { path: "scripts/run.mjs", count: 301, isTooLong: true },
    { path: "tests/unit/a.test.ts", count: 500, isTooLong: false },
    { path: "tests/unit/a.test.ts", count: 501, isTooLong: true },
    { path: "drizzle/0000_tables.sql", count: 900, isTooLong: false },
  ])("$path of $count lines: too long is $isTooLong", ({ path, count, isTooLong }) => {
    expect(checkFileSize([{ path, text: lines(count) }])).toHaveLength(isTooLong ? 1 : 0);
  });
});

describe("checkPortability", () => {
  const check = (text: string, path = "lib/a.ts") => checkPortability([{ path, text: `\n${text}` }]);
  const pathOf = (...parts: string[]) => ["", ...parts].join("/");
  const unfinished = ["TO", "DO"].join("");
  const skip = ["it", "skip"].join(".");

  it.each([
    { text: `const a = "${pathOf("root", "project")}";` },
    { text: `cd ${pathOf("home", "someone")}` },
    { text: `file://${pathOf("work", "main", "a.ts")}` },
    { text: pathOf("Users", "someone") },
    { text: `// ${unfinished}: later` },
  ])("refuses $text", ({ text }) => {
    expect(check(text)).toEqual([expect.stringMatching(/^lib\/a\.ts:2 /)]);
  });

  it.each([
    { text: "https://example.com/home/page" },
    { text: 'import "../work/a.ts";' },
    { text: "/usr/bin/chromium" },
    { text: "the to-do list" },
  ])("accepts $text", ({ text }) => {
    expect(check(text)).toEqual([]);
  });

  it("refuses tests that are switched off or singled out", () => {
    const path = "tests/unit/a.test.ts";
    for (const call of [skip, ["describe", "only"].join("."), ["test", "concurrent", "todo"].join(".")]) {
      expect(check(`${call}("works", () => {});`, path)).toHaveLength(1);
    }
    expect(check('it.each([1])("works", () => {});', path)).toEqual([]);
  });
});

describe("checkLockfile", () => {
  const lockfile = (versions: Record<string, string>, resolved?: string) => ({
    path: "package-lock.json",
    text: JSON.stringify(
      {
        packages: Object.fromEntries(
          Object.entries(versions).map(([name, version]) => [`node_modules/${name}`, { version, resolved }]),
        ),
      },
      null,
      2,
    ),
  });
  const good = { next: "16.4.6", "drizzle-orm": "0.45.4", react: "19.3.1" };

  it("accepts versions at or above the floors, without addresses", () => {
    expect(checkLockfile([lockfile(good)])).toEqual([]);
  });

  it("refuses an old version, an absent package, an address and an absent lockfile", () => {
    expect(checkLockfile([lockfile({ ...good, next: "16.4.5" })])).toEqual([
      expect.stringContaining("next is 16.4.5; at least 16.4.6"),
    ]);
    expect(checkLockfile([lockfile({ next: "16.4.6", react: "19.3.1" })])).toEqual([
      expect.stringContaining("does not lock drizzle-orm"),
    ]);
    expect(checkLockfile([lockfile(good, "https://registry.example/a.tgz")])).toHaveLength(3);
    expect(checkLockfile([])).toHaveLength(1);
  });

  it.each([
    { version: "16.4.6", floor: "16.4.6", expected: true },
    { version: "16.10.0", floor: "16.4.6", expected: true },
    { version: "17.0.0", floor: "16.4.6", expected: true },
    { version: "16.4.5", floor: "16.4.6", expected: false },
    { version: "15.9.9", floor: "16.4.6", expected: false },
    { version: "16.4.6-canary.1", floor: "16.4.6", expected: false },
  ])("$version is at least $floor: $expected", ({ version, floor, expected }) => {
    expect(isAtLeast(version, floor)).toBe(expected);
  });
});

describe("ignoreRules", () => {
  const isIgnored = ignoreRules("# made here\nnode_modules/\n*.tsbuildinfo\n.env\n");

  it.each([
    { name: "node_modules", isDirectory: true, expected: true },
    { name: "tsconfig.tsbuildinfo", isDirectory: false, expected: true },
    { name: ".env", isDirectory: false, expected: true },
    { name: ".git", isDirectory: true, expected: true },
    { name: ".env.example", isDirectory: false, expected: false },
    { name: "lib", isDirectory: true, expected: false },
  ])("$name: $expected", ({ name, isDirectory, expected }) => {
    expect(isIgnored(name, isDirectory)).toBe(expected);
  });
});

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const LAUNCH = new URL("../../../scripts/bootstrap/launch.mjs", import.meta.url).href;

let root: string;

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), "shoal-launch-"));
  writeFileSync(
    path.join(root, "script.ts"),
    "console.log(process.env.MALLOC_ARENA_MAX, process.argv[2]);\n",
  );
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What a script writes that a command of npm starts. */
function launched(environment: Record<string, string>): string {
  const options = { root, node: process.execPath, script: "script.ts", args: ["argument"] };
  const code = `import { launch } from "${LAUNCH}"; process.exitCode = await launch(${JSON.stringify(options)});`;
  const { MALLOC_ARENA_MAX: _, ...rest } = process.env;
  return spawnSync(process.execPath, ["--input-type=module", "--eval", code], {
    encoding: "utf8",
    env: { ...rest, ...environment },
  }).stdout.trim();
}

describe("a command of npm", () => {
  it("runs with an allocator that gives memory back", () => {
    expect(launched({})).toBe("2 argument");
  });

  it("keeps what its caller set instead", () => {
    expect(launched({ MALLOC_ARENA_MAX: "8" })).toBe("8 argument");
  });
});

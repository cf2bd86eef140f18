import { spawn } from "node:child_process";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { closeGate, ensureProvider } from "#lib/search-engine/v2/index.ts";
import { TestBench } from "#tests/support/engine.ts";

const SCRIPT = path.resolve("scripts/run.mjs");
const PROVIDER = "scrapecreators";

let bench: TestBench;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { synthetic: 100 } });
  await ensureProvider(bench.sql, PROVIDER);
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
});
afterAll(() => bench?.stop());

/** The command as `npm run gates` starts it. */
function gates(...options: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [SCRIPT, "gates", ...options], {
      env: { ...process.env, DATABASE_URL: bench.url, LOG_LEVEL: "silent" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

describe("npm run gates", () => {
  it("stops all paid calls with a reason, and has waiting searches go on when it resumes", async () => {
    const stopped = await gates("--stop", "The budget is under review.");
    expect(stopped).toMatchObject({ code: 0 });
    expect(stopped.output).toMatch(/all providers +closed since .+: The budget is under review\./);
    const account = await bench.makeAccount();
    const jobId = await bench.begin(account, { keywords: ["zzqgates"], targetResults: 3 });
    const resumed = await gates("--resume");
    expect(resumed).toMatchObject({ code: 0 });
    expect(resumed.output).toMatch(/all providers +open/);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsFound: 3 });
  });

  it("opens the gate of one provider", async () => {
    await closeGate(bench.sql, PROVIDER, "Payment is due.");
    expect((await gates()).output).toMatch(/scrapecreators +closed since .+: Payment is due\./);
    const opened = await gates("--open", PROVIDER);
    expect(opened).toMatchObject({ code: 0 });
    expect(opened.output).toMatch(/scrapecreators +open/);
  });

  it("ends with 1 and says what is allowed where a provider is not known, and where options contradict", async () => {
    expect(await gates("--open", "nobody")).toMatchObject({
      code: 1,
      output: expect.stringMatching(/--open must be one of: .*scrapecreators/),
    });
    expect(await gates("--resume", "--open", PROVIDER)).toMatchObject({
      code: 1,
      output: expect.stringContaining("Give one of --stop, --resume and --open."),
    });
  });
});

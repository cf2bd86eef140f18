import { fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";

const SCRIPT = "scripts/sandbox.ts";

function run(...args: string[]) {
  return spawnSync(process.execPath, [SCRIPT, ...args], { encoding: "utf8", timeout: 20_000 });
}

it("explains itself", () => {
  const { status, stdout } = run("--help");
  expect(status).toBe(0);
  for (const flag of ["--port", "--seed", "--search-latency-ms", "--profile-latency-ms", "--page-size"]) {
    expect(stdout).toContain(flag);
  }
});

it.each([
  [["--colour", "red"], /--colour/],
  [["--page-size", "0"], /--page-size: must be a whole number from 1 to 1000/],
  [["--port", "web"], /--port: must be a whole number from 0 to 65535/],
])("refuses %j in one line", (args, message) => {
  const { status, stderr } = run(...args);
  expect([status, stderr.trim().split("\n").length]).toEqual([2, 1]);
  expect(stderr).toMatch(message);
});

it.each(["disconnect", "SIGTERM"])("tells its parent when it is ready and stops on %s", async (how) => {
  const child = fork(SCRIPT, ["--port", "0", "--search-latency-ms", "0"], { silent: true });
  const exited = once(child, "exit");
  const [message] = await once(child, "message");
  expect(message).toEqual({ type: "ready", url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
  const answer = await fetch(`${message.url}/v1/account/credit-balance`, { headers: { "x-api-key": "k" } });
  expect(answer.status).toBe(200);
  if (how === "disconnect") child.disconnect();
  else child.kill("SIGTERM");
  expect((await exited)[0]).toBe(0);
});

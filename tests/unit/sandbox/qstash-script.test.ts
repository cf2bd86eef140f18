import { fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { Client, Receiver } from "@upstash/qstash";
import { expect, it } from "vitest";
import { eventually, openDestination } from "./qstash-client.ts";

const SCRIPT = "scripts/queue-sandbox.ts";

function run(...args: string[]) {
  return spawnSync(process.execPath, [SCRIPT, ...args], { encoding: "utf8", timeout: 20_000 });
}

it("explains itself", () => {
  const { status, stdout } = run("--help");
  expect(status).toBe(0);
  for (const flag of ["--port", "--seed", "--token", "--daily-limit", "--time-scale", "--drop-rate"]) {
    expect(stdout).toContain(flag);
  }
});

it.each([
  [["--colour", "red"], /--colour/],
  [["--drop-rate", "2"], /--drop-rate: must be a number from 0 to 1/],
  [["--daily-limit", ""], /--daily-limit: must be a whole number/],
  [["--token", ""], /--token: must not be empty/],
])("refuses %j in one line", (args, message) => {
  const { status, stderr } = run(...args);
  expect([status, stderr.trim().split("\n").length]).toEqual([2, 1]);
  expect(stderr).toMatch(message);
});

it.each(["disconnect", "SIGTERM"])(
  "takes token and keys from its parent, delivers, stops on %s",
  async (how) => {
    const destination = await openDestination();
    const child = fork(SCRIPT, ["--next-signing-key", "next"], {
      silent: true,
      env: { ...process.env, QSTASH_TOKEN: "from-parent", QSTASH_CURRENT_SIGNING_KEY: "current" },
    });
    const exited = once(child, "exit");
    const [message] = await once(child, "message");
    expect(message).toEqual({ type: "ready", url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
    const client = new Client({ baseUrl: message.url, token: "from-parent" });
    await client.publishJSON({ url: destination.url, body: { a: 1 } });
    await client.publishJSON({ url: destination.url, body: {}, delay: "7d" });
    await eventually(() => expect(destination.deliveries).toHaveLength(1));
    const [delivered] = destination.deliveries;
    const signature = String(delivered?.headers["upstash-signature"]);
    const receiver = new Receiver({ currentSigningKey: "current", nextSigningKey: "next" });
    expect(await receiver.verify({ signature, body: delivered?.body ?? "", url: destination.url })).toBe(
      true,
    );
    if (how === "disconnect") child.disconnect();
    else child.kill("SIGTERM");
    expect((await exited)[0]).toBe(0);
  },
);

import { afterEach, describe, expect, it, vi } from "vitest";
import type { Child } from "#scripts/start/child.ts";
import { isLocalSignInWanted } from "#scripts/start/environment.ts";
import { lastWords } from "#scripts/start/log-tail.ts";
import { plainMessage } from "#scripts/start/plain-message.ts";
import { supervise } from "#scripts/start/supervise.ts";

// The pauses between restarts, 15 s in all.
vi.mock("node:timers/promises", () => ({ setTimeout: async () => {} }));

afterEach(() => vi.unstubAllEnvs());

function withFacts(message: string, facts: object): Error {
  return Object.assign(new Error(message), facts);
}

describe("plainMessage", () => {
  it("names the folder that is not writable", () => {
    const error = withFacts("EACCES: …", { code: "EACCES", syscall: "open", path: "/srv/shoal/.data/a.7" });
    expect(plainMessage(error)).toMatch(/^The folder \/srv\/shoal\/\.data is not writable \(EACCES\)\./);
  });

  it("gives the database's own words in one line, not the statement that failed", () => {
    const cause = withFacts("permission denied to create role", {
      name: "PostgresError",
      detail: "Only roles with\nCREATEROLE may.",
    });
    const error = new Error("Failed query: CREATE ROLE shoal_web\nparams: ", { cause });
    expect(plainMessage(error)).toBe(
      "The database says: permission denied to create role. Only roles with CREATEROLE may.",
    );
  });
});

describe("isLocalSignInWanted", () => {
  it.each([
    { signIn: "", appUrl: "", expected: true },
    { signIn: "off", appUrl: "", expected: false },
    { signIn: "", appUrl: "http://127.0.0.1:4000", expected: true },
    { signIn: "", appUrl: "https://shoal.example", expected: false },
    { signIn: "on", appUrl: "https://shoal.example", expected: true },
  ])("is $expected for LOCAL_SIGN_IN='$signIn' and APP_URL='$appUrl'", ({ signIn, appUrl, expected }) => {
    vi.stubEnv("LOCAL_SIGN_IN", signIn);
    vi.stubEnv("APP_URL", appUrl);
    expect(isLocalSignInWanted()).toBe(expected);
  });

  it("refuses anything but on and off", () => {
    vi.stubEnv("LOCAL_SIGN_IN", "yes");
    expect(() => isLocalSignInWanted()).toThrow("LOCAL_SIGN_IN must be on or off");
  });
});

describe("lastWords", () => {
  const crash = "✓ Ready\nTypeError: x is undefined\n    at run\n\nNode.js v24.21.0\n";

  it.each([
    { name: "the error of a crash", text: crash, end: "code 1", expected: "TypeError: x is undefined" },
    { name: "nothing after a kill", text: crash, end: "signal SIGKILL", expected: "" },
    {
      name: "the plain line of a script",
      text: "The port is taken.\n",
      end: "code 1",
      expected: "The port is taken.",
    },
    { name: "nothing of progress", text: '✓ Ready\n{"level":30,"msg":"x"}\n', end: "code 1", expected: "" },
  ])("are $name", ({ text, end, expected }) => {
    expect(lastWords(text, end)).toBe(expected);
  });
});

describe("supervise", () => {
  /** Children that end as soon as they are told; `ends` ends the newest. */
  function part() {
    const starts: boolean[] = [];
    const said: string[] = [];
    const given: string[] = [];
    let end = (_reason: string) => {};
    const supervised = supervise(
      {
        name: "The part",
        log: "part.log",
        say: (line) => said.push(line),
        start(isRestart) {
          starts.push(isRestart);
          const { promise: ended, resolve } = Promise.withResolvers<string>();
          end = resolve;
          const child: Child = {
            pid: undefined,
            ended,
            hasEnded: () => false,
            lastWords: () => "",
            stop: async () => resolve("stopped"),
          };
          return child;
        },
      },
      { request: ({ reason }) => given.push(reason ?? "") },
    );
    return { supervised, starts, said, given, ends: (reason: string) => end(reason) };
  }

  it("starts a part again at most five times a minute, then says which part it was", async () => {
    const { supervised, starts, said, given, ends } = part();
    supervised.markReady();
    for (let count = 1; count <= 5; count += 1) {
      ends("signal SIGKILL");
      await vi.waitFor(() => expect(starts).toHaveLength(1 + count));
    }
    ends("signal SIGKILL");
    await vi.waitFor(() => expect(given).toHaveLength(1));
    expect(starts).toEqual([false, true, true, true, true, true]);
    expect(said).toHaveLength(5);
    expect(given).toEqual(["The part keeps ending (signal SIGKILL) (log: part.log)"]);
  });

  it("does not try again what was never ready", async () => {
    const { starts, given, ends } = part();
    ends("code 1");
    await vi.waitFor(() => expect(given).toEqual(["The part ended (code 1) (log: part.log)"]));
    expect(starts).toEqual([false]);
  });
});

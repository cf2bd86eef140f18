import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asWorker, connect } from "#lib/db/index.ts";
import type { CreatorRow, JobSummary } from "#lib/search-engine/types.ts";
import { type Session, startApp, type TestApp } from "#tests/support/app.ts";

const SCRIPT = path.resolve("scripts/search.ts");
const SEARCH = ["--platform", "tiktok", "--keywords", "makeup,skincare"];

let app: TestApp;
let marketer: Session;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "shoal-terminal-"));
  app = await startApp({ sandbox: { searchLatencyMs: 300, profileLatencyMs: 100 } });
  marketer = await app.signIn("marketer@example.com");
});

afterAll(async () => {
  await app?.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the command; `onError` sees standard error as it grows, and may send a signal. */
function run(
  options: string[],
  watch: { url?: string; onError?: (text: string, kill: (signal: NodeJS.Signals) => void) => void } = {},
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [SCRIPT, ...options], {
      env: { ...process.env, SHOAL_URL: watch.url ?? app.url },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output.stderr += text;
      watch.onError?.(output.stderr, (signal) => child.kill(signal));
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...output }));
  });
}

describe("npm run search", () => {
  it("finds a hundred different creators and prints them as a table", async () => {
    const { code, stdout, stderr } = await run([...SEARCH, "--target", "100"]);
    expect(code, stderr).toBe(0);
    const rows = stdout.split("\n").filter((line) => /^ *\d+ {2}@/.test(line));
    expect(rows).toHaveLength(100);
    expect(new Set(rows.map((row) => row.split(/ +@/)[1]?.split(" ")[0])).size).toBe(100);
    expect(stdout).toMatch(/^Completed: 2\/2 keywords · 100 found · /m);
    expect(stdout).toMatch(/^First rows after \d+\.\d s, all after \d+\.\d s\.$/m);
    expect(stdout).toMatch(/^Allowance: 100 creators charged\.$/m);
    expect(stdout).toMatch(/recorded sample data/);
    expect(stderr).toMatch(/^First \d+ creators? after \d+\.\d s$/m);
  });

  it("prints one JSON object and nothing else", async () => {
    const { code, stdout } = await run([...SEARCH, "--target", "20", "--json"]);
    expect(code).toBe(0);
    const { job, creators }: { job: JobSummary; creators: CreatorRow[] } = JSON.parse(stdout);
    expect(job).toMatchObject({ status: "completed", platform: "tiktok", allowance: { charged: 20 } });
    expect(creators.map((row) => row.position)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(new Set(creators.map((row) => row.platformId)).size).toBe(20);
  });

  it("searches three platforms as one run, and shows their creators together", async () => {
    const three = ["--platform", "tiktok,instagram", "--platform", "youtube", "--keywords", "makeup"];
    const { code, stdout, stderr } = await run([...three, "--target", "15"]);
    expect(code, stderr).toBe(0);
    const rows = stdout.split("\n").filter((line) => /^(tiktok|instagram|youtube) +\d+ {2}@/.test(line));
    expect(rows.map((row) => row.split(" ")[0])).toEqual([
      ...Array(15).fill("tiktok"),
      ...Array(15).fill("instagram"),
      ...Array(15).fill("youtube"),
    ]);
    for (const name of ["TikTok", "Instagram", "YouTube"]) {
      expect(stdout).toMatch(new RegExp(`^${name}: Completed: 1/1 keyword · 15 found · `, "m"));
    }
    expect(stdout).toMatch(/^Together: 3\/3 searches ended · 45\/45 found · /m);
    expect(stdout).toMatch(/^Allowance: 45 creators charged\.$/m);
    expect(stderr.match(/^Search http/gm)).toHaveLength(1);
  });

  it("prints the jobs of several platforms in one JSON object", async () => {
    const { code, stdout } = await run([
      "--platform",
      "youtube,tiktok",
      "--keywords",
      "travel",
      "--target",
      "5",
      "--json",
    ]);
    expect(code).toBe(0);
    const found: { jobs: JobSummary[]; creators: CreatorRow[] } = JSON.parse(stdout);
    expect(Object.keys(found)).toEqual(["jobs", "creators"]);
    expect(found.jobs.map(({ platform, status }) => [platform, status])).toEqual([
      ["youtube", "completed"],
      ["tiktok", "completed"],
    ]);
    expect(new Set(found.jobs.map(({ runId }) => runId)).size).toBe(1);
    expect(found.creators.map(({ platform }) => platform)).toEqual([
      ...Array(5).fill("youtube"),
      ...Array(5).fill("tiktok"),
    ]);
  });

  it("goes on with what was begun when a later platform is refused, and ends with 3", async () => {
    const leave = (creators: number) => withAllowance(creators);
    await leave(15);
    const { code, stdout, stderr } = await run(
      ["--platform", "tiktok,youtube", "--keywords", "makeup", "--target", "10"],
      {},
    ).finally(() => leave(10_000));
    expect(code, stderr).toBe(3);
    expect(stderr).toMatch(/^Not begun on YouTube: The target of 10 creators is more than the 5 left/m);
    expect(stdout).toMatch(/^TikTok: Completed: .* · 10 found/m);
  });

  it("cancels all of several platforms", async () => {
    let isKilled = false;
    const outcome = await run(
      ["--platform", "tiktok,youtube", "--keywords", "travel,food", "--target", "1000", "--json"],
      {
        onError(text, kill) {
          if (isKilled || !/^First \d+ creators?/m.test(text)) return;
          isKilled = true;
          kill("SIGINT");
        },
      },
    );
    expect(outcome.code, outcome.stderr).toBe(130);
    const { jobs }: { jobs: JobSummary[] } = JSON.parse(outcome.stdout);
    expect(jobs.map(({ status }) => status)).toEqual(["cancelled", "cancelled"]);
  });

  it("prints an estimate and searches nothing", async () => {
    const before = await jobCount();
    const asked = ["--platform", "tiktok,youtube", "--keywords", "makeup,skincare", "--target", "50"];
    const { code, stdout, stderr } = await run([...asked, "--estimate"]);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(
      /^At most 100 creators \(TikTok 50, YouTube 50\) of your [\d,]+ left; about \d+ calls/,
    );
    expect(stdout).toContain("recorded sample data");
    const asJson = await run([...SEARCH, "--estimate", "--json"]);
    expect(JSON.parse(asJson.stdout)).toMatchObject({ platform: "tiktok", allowed: true });
    expect(await jobCount()).toBe(before);
  });

  it("ends with 3 when an estimate says no", async () => {
    await withAllowance(60);
    const { code, stdout } = await run([
      "--platform",
      "tiktok,youtube",
      ...SEARCH.slice(2),
      "--target",
      "50",
      "--estimate",
    ]).finally(() => withAllowance(10_000));
    expect(code).toBe(3);
    expect(stdout).toMatch(/^At most 50 creators of your 60 left/);
    expect(stdout).toMatch(/^YouTube: it would be refused\. The searches before it leave 10/m);
  });

  it("writes a CSV file with every column", async () => {
    const file = path.join(folder, "creators.csv");
    const { code, stdout } = await run([...SEARCH, "--target", "50", "--csv", file]);
    expect(code).toBe(0);
    expect(stdout).toContain(`Wrote 50 rows to ${file}`);
    const [header = [], ...rows] = parseCsv(await readFile(file, "utf8"));
    expect(header).toEqual(
      expect.arrayContaining(["position", "handle", "followers", "emails", "bio", "keywords"]),
    );
    expect(rows).toHaveLength(50);
    expect(rows.every((row) => row.length === header.length)).toBe(true);
    const followers = rows.map((row) => row[header.indexOf("followers")] ?? "");
    expect(followers.filter((value) => /^\d+$/.test(value)).length).toBeGreaterThan(40);
    expect(rows.flat().filter((cell) => /^[=+@\t\r]/.test(cell))).toEqual([]);
  });

  it("says why a file cannot be written, and where the results are", async () => {
    const lost = path.join(folder, "lost");
    await mkdir(lost);
    const { code, stderr } = await run([...SEARCH, "--target", "5", "--csv", path.join(lost, "a.csv")], {
      onError: () => rmSync(lost, { recursive: true, force: true }),
    });
    expect(code).toBe(1);
    expect(stderr.trimEnd().split("\n").at(-1)).toMatch(
      /a\.csv could not be written \(its folder does not exist\)\. The results are at \S+\/search\/[0-9a-f-]{36}$/,
    );
  });

  it("does not say that it waits where it begins at once", async () => {
    const { stderr } = await run([...SEARCH, "--target", "5"]);
    expect(stderr).toMatch(/^Search http/);
    expect(stderr).not.toContain("Waiting in line");
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "cancels the search on %s and keeps what there is",
    async (signal) => {
      let isKilled = false;
      const outcome = await run(
        ["--platform", "tiktok", "--keywords", "travel,food", "--target", "2000", "--json"],
        {
          onError(text, kill) {
            if (isKilled || !/^First \d+ creators?/m.test(text)) return;
            isKilled = true;
            kill(signal);
          },
        },
      );
      expect(outcome.code, outcome.stderr).toBe(130);
      const { job, creators }: { job: JobSummary; creators: CreatorRow[] } = JSON.parse(outcome.stdout);
      expect(job.status).toBe("cancelled");
      expect(creators.length).toBeGreaterThan(0);
      expect(await (await marketer(`/api/v2/jobs/${job.jobId}`)).json()).toMatchObject({
        status: "cancelled",
      });
    },
  );

  it("ends with 3 when one keyword of two has failed", async () => {
    await fault({ kind: "401", keyword: "skincare" });
    const { code, stdout } = await run([...SEARCH, "--target", "40"]).finally(clearFaults);
    expect(code, stdout).toBe(3);
    expect(stdout).toMatch(/^Partly completed: /m);
    expect(stdout).toMatch(/^ {2}skincare: /m);
  });

  it.each([
    {
      name: "a platform that is not supported",
      options: ["--platform", "myspace", "--keywords", "a"],
      says: /--platform.*tiktok/,
    },
    { name: "no keywords", options: ["--platform", "tiktok"], says: /--keywords.*1 to 50/ },
    { name: "a target out of range", options: [...SEARCH, "--target", "5001"], says: /--target.*1 to 5000/ },
    { name: "an unknown option", options: [...SEARCH, "--limit", "5"], says: /--limit.*--target/ },
    { name: "a blank file name", options: [...SEARCH, "--csv", ""], says: /--csv/ },
    {
      name: "a folder that is not there",
      options: [...SEARCH, "--csv", "no/such/a.csv"],
      says: /--csv.*folder/,
    },
    {
      name: "a keyword that is too long",
      options: ["--platform", "tiktok", "--keywords", "a".repeat(101)],
      says: /--keywords.*100/,
    },
  ])("ends with 2 and one line for $name", async ({ options, says }) => {
    const { code, stdout, stderr } = await run(options);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(says);
    expect(stderr.trimEnd()).not.toContain("\n");
  });

  it("ends with 1 and says what to do when Shoal does not run", async () => {
    const { code, stderr } = await run([...SEARCH], { url: "http://localhost:9" });
    expect(code).toBe(1);
    expect(stderr).toBe("Shoal is not running; `npm start` first.\n");
  });
});

async function jobCount(): Promise<number> {
  const { jobs } = await (await marketer("/api/v2/jobs?limit=100")).json();
  return jobs.length;
}

/** Leaves so many creators of the month's allowance, by an entry that the ledger adds up with. */
async function withAllowance(creators: number): Promise<void> {
  const sql = connect(app.databaseUrl, { poolMax: 1 });
  try {
    await asWorker(
      sql,
      (tx) => tx`
        with bucket as (
          select b.id, b.account_id, ${creators} - b.available as change from ledger_buckets b
          join memberships m on m.account_id = b.account_id join users u on u.id = m.user_id
          where u.email = 'marketer@example.com' and b.unit = 'creators'
        ), entry as (
          insert into ledger_entries (account_id, bucket_id, kind, available_delta, held_delta, idempotency_key)
          select account_id, id, case when change < 0 then 'clawback' else 'grant' end, change, 0, ${randomUUID()}
          from bucket
        )
        update ledger_buckets b set available = ${creators} from bucket where b.id = bucket.id`,
    );
  } finally {
    await sql.end();
  }
}

async function fault(rule: object): Promise<void> {
  const answer = await fetch(`${app.sandbox.url}/__faults`, { method: "POST", body: JSON.stringify(rule) });
  expect(answer.status).toBe(200);
}

async function clearFaults(): Promise<void> {
  await fetch(`${app.sandbox.url}/__faults`, { method: "DELETE" });
}

/** RFC 4180, strictly: throws at anything else. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  const row: string[] = [];
  let rest = text;
  while (rest !== "") {
    const match = rest.match(/^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/);
    if (!match) throw new Error(`not RFC 4180 from here: ${rest.slice(0, 80)}`);
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === "\r\n") rows.push(row.splice(0));
    rest = rest.slice(match[0].length);
  }
  if (row.length > 0) throw new Error("the last line does not end");
  return rows;
}

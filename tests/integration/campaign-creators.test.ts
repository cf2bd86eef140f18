import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  type CampaignCreator,
  type CampaignCreatorsQuery,
  createCampaign,
  getCampaign,
  listCampaignCreators,
} from "#lib/campaigns/index.ts";
import { database } from "#lib/db/index.ts";
import { callerOf, type TestAccount, TestBench } from "#tests/support/engine.ts";

let bench: TestBench;
let account: TestAccount;
let spring: string;
let summer: string;
/** Both of spring; they overlap. The last is of summer. */
let jobs: string[];

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { synthetic: 400 } });
  account = await bench.makeAccount();
  spring = await make("Spring");
  summer = await make("Summer");
  jobs = [];
  for (const body of [
    { campaignId: spring, keywords: ["makeup"], targetResults: 30 },
    { campaignId: spring, keywords: ["makeup", "skincare"], targetResults: 40 },
    { campaignId: spring, keywords: ["makeup"], targetResults: 10, platform: "youtube" },
    { campaignId: summer, keywords: ["makeup"], targetResults: 12 },
  ]) {
    jobs.push(await bench.begin(account, body));
    await bench.drain();
  }
  const other = await bench.makeAccount();
  const foreign = await make("Foreign", other);
  await bench.begin(other, { campaignId: foreign, keywords: ["makeup"], targetResults: 30 });
  await bench.drain();
});
afterEach(async () => expect(await bench.violations()).toEqual([]));
afterAll(async () => {
  await database().end({ timeout: 5 });
  await bench?.stop();
});

async function make(name: string, of = account): Promise<string> {
  return (await createCampaign(callerOf(of), { name }, { idempotencyKey: null })).campaignId;
}

function read(query: Partial<CampaignCreatorsQuery> = {}) {
  return listCampaignCreators(callerOf(account), spring, { limit: 200, ...query });
}

const keyOf = ({ platform, platformId }: Pick<CampaignCreator, "platform" | "platformId">) =>
  `${platform} ${platformId}`;

/** What jobs found, read from the rows themselves. */
async function foundBy(...jobIds: (string | undefined)[]): Promise<Set<string>> {
  const rows = await bench.sql<{ platform: string; platformId: string }[]>`
    select j.platform, k.platform_id from job_creators k join scraping_jobs j on j.id = k.job_id
    where k.job_id in ${bench.sql(jobIds.map((id) => id ?? ""))}`;
  return new Set(rows.map(keyOf));
}

describe("the creators of a campaign", () => {
  it("are those of all its jobs, each once", async () => {
    const { creators, total, nextCursor } = await read();
    const expected = await foundBy(...jobs.slice(0, 3));
    expect(creators).toHaveLength(expected.size);
    expect(new Set(creators.map(keyOf))).toEqual(expected);
    expect(total).toBe(expected.size);
    expect(total).toBeLessThan(80);
    expect(nextCursor).toBeNull();
    const withEmail = creators.filter(({ emails }) => emails.length > 0).length;
    expect(withEmail).toBeGreaterThan(0);
    expect(await getCampaign(callerOf(account), spring)).toMatchObject({
      creators: total,
      creatorsWithEmail: withEmail,
      creatorsFound: 80,
    });
  });

  it("tell which searches found them, by what, and which other campaigns of the account have them", async () => {
    const { creators } = await read();
    const [first, second, , last] = jobs;
    const [inFirst, inSecond, inSummer] = [await foundBy(first), await foundBy(second), await foundBy(last)];
    const twice = creators.filter((creator) => inFirst.has(keyOf(creator)) && inSecond.has(keyOf(creator)));
    expect(twice.length).toBeGreaterThan(0);
    for (const creator of twice) {
      expect(creator.foundBy.map(({ jobId }) => jobId)).toEqual([second, first]);
      expect(creator.keywords).toContain("makeup");
    }
    for (const creator of creators) {
      const seenIn = inSummer.has(keyOf(creator)) ? [{ campaignId: summer, name: "Summer" }] : [];
      expect(creator.seenIn).toEqual(seenIn);
      expect(creator).toMatchObject({
        matches: true,
        filterReason: null,
        profile: { handle: expect.any(String) },
      });
    }
  });

  it("come page by page, who was found last first, without a gap", async () => {
    const whole = (await read()).creators;
    const paged: CampaignCreator[] = [];
    let cursor: string | undefined;
    do {
      const page = await read(cursor === undefined ? { limit: 7 } : { limit: 7, cursor });
      expect(page.total).toBe(whole.length);
      paged.push(...page.creators);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(paged.map(keyOf)).toEqual(whole.map(keyOf));
    expect(paged).toEqual(whole);
    const moments = whole.map(({ foundAt }) => foundAt);
    expect(moments).toEqual([...moments].sort().reverse());
  });

  it("are found by text, whatever characters it has", async () => {
    const whole = (await read()).creators;
    const someone = whole.find(({ emails }) => emails.length > 0);
    const address = someone?.emails[0]?.address ?? "";
    for (const q of [someone?.profile.handle.toUpperCase() ?? "", address]) {
      const { creators, total } = await read({ q });
      expect(creators.map(keyOf)).toContain(someone && keyOf(someone));
      expect(total).toBe(creators.length);
      expect(total).toBeLessThan(whole.length);
    }
    for (const q of ["%", "_%_", "' or 1=1", "\\", "no one is called that"]) {
      expect((await read({ q })).creators.length).toBeLessThan(whole.length);
    }
  });

  it("are found by where else they were seen", async () => {
    const whole = new Set((await read()).creators.map(keyOf));
    const inSummer = [...(await foundBy(jobs[3]))].filter((key) => whole.has(key)).sort();
    const keys = async (seenIn: string) => (await read({ seenIn })).creators.map(keyOf).sort();
    expect(inSummer.length).toBeGreaterThan(0);
    expect(await keys(summer)).toEqual(inSummer);
    expect(await keys("other")).toEqual(inSummer);
    expect(await keys("none")).toEqual([...whole].filter((key) => !inSummer.includes(key)).sort());
    await expect(read({ seenIn: randomUUID() })).rejects.toMatchObject({ code: "not_found" });
  });

  it("leave out a person who was erased", async () => {
    const [someone] = (await read()).creators;
    await bench.sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`update job_creators set erased_at = now() where platform_id = ${someone?.platformId ?? ""}`;
    });
    expect((await read()).creators.map(keyOf)).not.toContain(someone && keyOf(someone));
    await bench.sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`update job_creators set erased_at = null where platform_id = ${someone?.platformId ?? ""}`;
    });
  });

  it("are nobody else's", async () => {
    const stranger = callerOf(await bench.makeAccount());
    await expect(listCampaignCreators(stranger, spring, { limit: 5 })).rejects.toMatchObject({
      code: "not_found",
      message: "No such campaign.",
    });
  });
});

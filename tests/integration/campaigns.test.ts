import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  type CampaignSummary,
  changeCampaign,
  createCampaign,
  getCampaign,
  listCampaignRuns,
  listCampaigns,
} from "#lib/campaigns/index.ts";
import { database } from "#lib/db/index.ts";
import { estimateSearch } from "#lib/search-engine/index.ts";
import { callerOf, type TestAccount, TestBench } from "#tests/support/engine.ts";

let bench: TestBench;
let account: TestAccount;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { synthetic: 400 } });
});
afterEach(async () => expect(await bench.violations()).toEqual([]));
afterAll(async () => {
  await database().end({ timeout: 5 });
  await bench?.stop();
});

function make(name: string, idempotencyKey: string | null = null, of = account): Promise<CampaignSummary> {
  return createCampaign(callerOf(of), { name }, { idempotencyKey });
}

async function names(archived: "true" | "false" | "all" = "false", of = account): Promise<string[]> {
  const { campaigns } = await listCampaigns(callerOf(of), { archived, limit: 100 });
  return campaigns.map(({ name }) => name);
}

describe("campaigns", () => {
  beforeAll(async () => {
    account = await bench.makeAccount();
  });

  it("are made, renamed, archived and brought back", async () => {
    const { campaignId, ...made } = await make("Spring");
    expect(made).toMatchObject({
      name: "Spring",
      archivedAt: null,
      runs: 0,
      lastRunAt: null,
      userName: "Tess",
    });
    await make("Summer");
    expect(await names()).toEqual(["Summer", "Spring"]);
    const change = (body: { name?: string; archived?: boolean }) =>
      changeCampaign(callerOf(account), campaignId, body);
    expect(await change({ name: "Spring 2" })).toMatchObject({ name: "Spring 2", archivedAt: null });
    const { archivedAt } = await change({ archived: true });
    expect(archivedAt).toEqual(expect.any(String));
    expect((await change({ archived: true })).archivedAt).toBe(archivedAt);
    expect(await names()).toEqual(["Summer"]);
    expect(await names("true")).toEqual(["Spring 2"]);
    expect(await names("all")).toEqual(["Summer", "Spring 2"]);
    expect(await change({ archived: false, name: "spring 2" })).toMatchObject({
      name: "spring 2",
      archivedAt: null,
    });
  });

  it("have names of their own, whatever the case, archived ones included", async () => {
    const { campaignId } = await make("Autumn");
    await changeCampaign(callerOf(account), campaignId, { archived: true });
    await expect(make("autuMN")).rejects.toMatchObject({
      code: "conflict",
      field: "name",
      message: 'name: there is a campaign "Autumn" already among the archived ones.',
    });
    const other = await make("Winter");
    await expect(
      changeCampaign(callerOf(account), other.campaignId, { name: "Autumn" }),
    ).rejects.toMatchObject({
      code: "conflict",
      field: "name",
    });
    expect(await make("Autumn", null, await bench.makeAccount())).toMatchObject({ name: "Autumn" });
  });

  it("are made once for a key, also at once", async () => {
    const key = randomUUID();
    const made = await Promise.all(Array.from({ length: 8 }, () => make("Once", key)));
    expect(new Set(made.map(({ campaignId }) => campaignId)).size).toBe(1);
    await expect(make("Twice", key)).rejects.toMatchObject({ code: "conflict", field: "Idempotency-Key" });
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => make("Race")));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("are as many as the plan allows, archived ones apart", async () => {
    const small = await bench.makeAccount("starter");
    const made: CampaignSummary[] = [];
    for (let at = 0; at < 5; at += 1) made.push(await make(`C${at}`, null, small));
    const refused = {
      code: "plan_limit",
      message: "The starter plan allows 5 campaigns. Archive one to make room.",
    };
    await expect(make("C5", null, small)).rejects.toMatchObject(refused);
    const first = made[0]?.campaignId ?? "";
    await changeCampaign(callerOf(small), first, { archived: true });
    await make("C5", null, small);
    await expect(changeCampaign(callerOf(small), first, { archived: false })).rejects.toMatchObject(refused);
  });

  it("come page by page", async () => {
    const lister = await bench.makeAccount();
    for (let at = 0; at < 5; at += 1) await make(`P${at}`, null, lister);
    const first = await listCampaigns(callerOf(lister), { archived: "all", limit: 3 });
    const cursor = first.nextCursor ?? "";
    const second = await listCampaigns(callerOf(lister), { archived: "all", limit: 3, cursor });
    const listed = [...first.campaigns, ...second.campaigns].map(({ name }) => name);
    expect(listed).toEqual(["P4", "P3", "P2", "P1", "P0"]);
    expect(second.nextCursor).toBeNull();
  });

  it("of another account look like those that are not there", async () => {
    const { campaignId } = await make("Mine");
    const stranger = callerOf(await bench.makeAccount());
    const missing = { code: "not_found", message: "No such campaign." };
    for (const id of [campaignId, randomUUID()]) {
      await expect(getCampaign(stranger, id)).rejects.toMatchObject(missing);
      await expect(changeCampaign(stranger, id, { name: "Taken" })).rejects.toMatchObject(missing);
      await expect(listCampaignRuns(stranger, id, { limit: 5 })).rejects.toMatchObject(missing);
    }
    expect(await getCampaign(callerOf(account), campaignId)).toMatchObject({ name: "Mine" });
  });

  it("are nothing to who is no member", async () => {
    const outsider = { ...callerOf(account), userId: randomUUID() };
    await expect(createCampaign(outsider, { name: "X" }, { idempotencyKey: null })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("a search for a campaign", () => {
  beforeAll(async () => {
    account = await bench.makeAccount();
  });

  it("is refused once it is archived, by dispatch and estimate alike, and taken again when it is back", async () => {
    const { campaignId } = await make("Shelf");
    const change = (archived: boolean) => changeCampaign(callerOf(account), campaignId, { archived });
    const { runId } = await bench.dispatch(account, { keywords: ["makeup"], campaignId, targetResults: 5 });
    await change(true);
    const archived = { code: "conflict", field: "campaignId" };
    const body = { platform: "tiktok", keywords: ["makeup"], targetResults: 5, expand: false, campaignId };
    await expect(bench.dispatch(account, body)).rejects.toMatchObject(archived);
    await expect(estimateSearch(callerOf(account), body)).rejects.toMatchObject(archived);
    // A further platform of its run would be a search for it, too.
    await expect(bench.dispatch(account, { keywords: ["makeup"], runId })).rejects.toMatchObject(archived);
    await change(false);
    await bench.dispatch(account, body);
    await bench.drain();
  });

  it("belongs to the campaign of its run, and to no other", async () => {
    const [one, two] = [await make("One"), await make("Two")];
    const first = await bench.dispatch(account, {
      keywords: ["makeup"],
      campaignId: one.campaignId,
      targetResults: 5,
    });
    const further = { keywords: ["makeup"], runId: first.runId, platform: "youtube", targetResults: 5 };
    await expect(bench.dispatch(account, { ...further, campaignId: two.campaignId })).rejects.toMatchObject({
      code: "conflict",
      field: "campaignId",
    });
    const second = await bench.dispatch(account, further);
    expect(await bench.job(second.jobId)).toMatchObject({ campaignId: one.campaignId });
    await bench.dispatch(account, { keywords: ["travel"], campaignId: one.campaignId, targetResults: 5 });
    await bench.drain();

    const { runs, nextCursor } = await listCampaignRuns(callerOf(account), one.campaignId, { limit: 1 });
    expect(runs).toMatchObject([{ userName: "Tess", jobs: [{ campaignName: "One", keywords: ["travel"] }] }]);
    const rest = await listCampaignRuns(callerOf(account), one.campaignId, {
      limit: 1,
      cursor: nextCursor ?? "",
    });
    expect(rest.nextCursor).toBeNull();
    expect(rest.runs[0]?.jobs.map(({ jobId }) => jobId)).toEqual([first.jobId, second.jobId]);
    expect(await getCampaign(callerOf(account), one.campaignId)).toMatchObject({
      runs: 2,
      jobs: 3,
      openJobs: 0,
      creatorsFound: 15,
      creators: 15,
      lastRunAt: runs[0]?.createdAt,
    });
  });
});

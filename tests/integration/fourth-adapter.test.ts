import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { database } from "#lib/db/index.ts";
import { afterDispatch, dispatchSearch, platforms } from "#lib/search-engine/index.ts";
import {
  type PlatformAdapter,
  type ProviderDefinition,
  registerAdapter,
  registerProvider,
} from "#lib/search-engine/v2/index.ts";
import { callerOf, TestBench } from "#tests/support/engine.ts";
import { readCallLog } from "#tests/support/engine-probe.ts";
import { pollStatus } from "#tests/support/status.ts";

const PAGES = 4;
const PAGE_SIZE = 5;

/** A provider with a wire format of its own: potters of a guild. */
function startGuild(): Server {
  return createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://guild");
    const sheet = Number(url.searchParams.get("sheet") ?? 1);
    const member = url.pathname.match(/^\/members\/(\d+)$/)?.[1];
    const body = member
      ? { number: Number(member), motto: `Clay. Write to potter${member}@example.org`, admirers: 7 }
      : {
          members: Array.from({ length: PAGE_SIZE }, (_, at) => ({
            number: sheet * 100 + at,
            pot: `p${sheet}-${at}`,
          })),
          ...(sheet < PAGES ? { nextSheet: sheet + 1 } : {}),
        };
    response.writeHead(request.headers.authorization === "guild" ? 200 : 401, {
      "content-type": "application/json",
    });
    response.end(JSON.stringify(body));
  });
}

const sheetSchema = z.object({
  members: z.array(z.object({ number: z.int(), pot: z.string() })),
  nextSheet: z.int().optional(),
});
const memberSchema = z.object({ number: z.int(), motto: z.string(), admirers: z.int() });

const unknown = {
  displayName: null,
  avatarUrl: null,
  bio: null,
  links: [],
  followers: null,
  following: null,
  posts: null,
  likes: null,
  averageViews: null,
  engagementRate: null,
  postsSampled: null,
  verified: null,
  category: null,
  country: null,
  language: null,
  languageConfidence: null,
  lastPostAt: null,
};

const adapter: PlatformAdapter = {
  platform: "fourthtest",
  displayName: "The guild",
  hosts: ["guild.example.org"],
  imageHosts: ["pots.example.org"],
  provider: "guild",
  limits: { pageSize: PAGE_SIZE, pagesPerKeywordMax: 10, callTimeoutMs: 1_000, searchMs: 10, profileMs: 10 },
  filters: {
    followers: { search: "none", profile: true },
    engagementRate: "unsupported",
    averageViews: "unsupported",
    verified: "unsupported",
    hasEmail: { search: "none", profile: true },
    language: { search: "none", profile: true },
    country: "unsupported",
    lastPostWithinDays: "unsupported",
    excludeKeywords: { search: "value", profile: true },
  },
  async search({ get }, { keyword, cursor }) {
    const query = { craft: keyword, sheet: cursor ?? undefined };
    const { members, nextSheet } = await get({
      path: "/members",
      query,
      action: "search",
      timeoutMs: 1_000,
      format: sheetSchema,
      parse: (answer) => sheetSchema.parse(answer),
    });
    return {
      creators: members.map(({ number, pot }) => ({
        platformId: String(number),
        profile: { ...unknown, handle: `potter${number}`, profileUrl: `https://guild.example.org/${number}` },
        matches: [
          {
            contentId: pot,
            url: null,
            caption: null,
            hashtags: [],
            views: null,
            likes: null,
            comments: null,
            shares: null,
            postedAt: null,
          },
        ],
      })),
      nextCursor: nextSheet === undefined ? null : String(nextSheet),
      itemsSkipped: 0,
    };
  },
  async enrich({ get }, { platformId }) {
    const path = `/members/${platformId}`;
    const { motto, admirers } = await get({
      path,
      query: {},
      action: "profile",
      timeoutMs: 1_000,
      format: memberSchema,
      parse: (answer) => memberSchema.parse(answer),
    });
    const address = motto.match(/\S+@\S+/)?.[0] ?? "";
    return {
      outcome: "enriched",
      profile: { bio: motto, followers: admirers },
      emails: [{ address, source: "bio", original: address }],
    };
  },
};

let bench: TestBench;
let guild: Server;

beforeAll(async () => {
  guild = startGuild();
  guild.listen(0, "127.0.0.1");
  await once(guild, "listening");
  const address = guild.address();
  if (typeof address !== "object" || address === null) throw new Error("The guild has no port.");
  const provider: ProviderDefinition = {
    name: "guild",
    limits: () => ({ parallelMax: 4, callsPerSecondMax: 1_000 }),
    connection: () => ({
      baseUrl: `http://127.0.0.1:${address.port}`,
      headers: { authorization: "guild" },
    }),
    readError: () => null,
    readCost: () => 2,
    readStoredAt: () => null,
    envelopeKeys: [],
  };
  registerProvider(provider);
  registerAdapter(adapter);
  bench = await TestBench.start();
});
afterEach(async () => expect(await bench.violations()).toEqual([]));
afterAll(async () => {
  await database().end({ timeout: 5 });
  await bench?.stop();
  guild.closeAllConnections();
  guild.close();
});

it("a platform that only registers itself can be chosen, searched and completed", async () => {
  expect(platforms()).toContain("fourthtest");
  const account = await bench.makeAccount();
  const caller = callerOf(account);
  const dispatched = await dispatchSearch(
    caller,
    { platform: "fourthtest", keywords: ["Pottery", "glaze"], targetResults: 18, expand: false },
    { idempotencyKey: null },
  );
  const { jobId, achievableResults } = dispatched.answer;
  expect(achievableResults).toBeUndefined();
  await afterDispatch(account.accountId, dispatched);
  await bench.drain();

  const { body } = await pollStatus(caller, { jobId, limit: 100 }, null);
  expect(body).toMatchObject({
    platform: "fourthtest",
    status: "completed",
    progress: { creatorsFound: 18, creatorsEnriched: 18, emailsFound: 18, percent: 100 },
    errors: [],
  });
  expect(body?.creators[0]).toMatchObject({
    platform: "fourthtest",
    state: "enriched",
    profile: { followers: 7, bio: expect.stringContaining("Clay.") },
    emails: [{ source: "bio" }],
  });
  // Both keywords lead to the same members.
  expect(body?.creators.every((creator) => creator.matchedOn.length > 0)).toBe(true);
  const calls = await readCallLog(bench, jobId);
  expect(calls.filter((call) => call.action === "profile")).toHaveLength(18);
  expect(calls.every((call) => call.outcome === "ok" && call.cost === 2)).toBe(true);
  const [spent] = await bench.sql`
    select s.credits, g.spend_today from job_spend s, provider_gates g
    where s.job_id = ${jobId} and g.provider = 'guild'`;
  expect(spent).toEqual({ credits: 2 * calls.length, spendToday: 2 * calls.length });
  const providers = await bench.sql`select distinct provider from api_call_logs where job_id = ${jobId}`;
  expect([...providers]).toEqual([{ provider: "guild" }]);
});

it("an unknown platform is refused with those that there are", async () => {
  const caller = callerOf(await bench.makeAccount());
  const body = { platform: "fifth", keywords: ["a"], targetResults: 1, expand: false };
  await expect(dispatchSearch(caller, body, { idempotencyKey: null })).rejects.toMatchObject({
    code: "bad_request",
    field: "platform",
    message: expect.stringContaining("fourthtest"),
  });
});

it("more than its pages can bring is told at dispatch, and what there is is delivered", async () => {
  const account = await bench.makeAccount();
  const { jobId, achievableResults } = await bench.dispatch(account, {
    platform: "fourthtest",
    keywords: ["pottery"],
    targetResults: 60,
  });
  expect(achievableResults).toBe(50);
  await bench.drain();
  expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsFound: PAGES * PAGE_SIZE });
});

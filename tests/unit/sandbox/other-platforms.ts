import { readFileSync } from "node:fs";
import { json } from "./wire-types.ts";

interface Recorded {
  id: string;
  handle: string;
  bio: string;
  emails_truth: string[];
  links: string[];
}

/** The endpoints of the platforms whose answers have a single form, and a call that each answers. */
export const ENDPOINTS = [
  {
    shape: "instagram-profiles",
    payload: "v1__instagram__search__profiles",
    path: "/v1/instagram/search/profiles",
    query: { query: "makeup" },
    list: "profiles",
  },
  {
    shape: "instagram-reels",
    payload: "v2__instagram__reels__search",
    path: "/v2/instagram/reels/search",
    query: { query: "makeup" },
    list: "reels",
  },
  {
    shape: "instagram-profile",
    payload: "v1__instagram__profile",
    path: "/v1/instagram/profile",
    query: { handle: "kofi.brandt" },
    list: null,
  },
  {
    shape: "youtube-search",
    payload: "v1__youtube__search",
    path: "/v1/youtube/search",
    query: { query: "makeup" },
    list: "videos",
  },
  {
    shape: "youtube-channel",
    payload: "v1__youtube__channel",
    path: "/v1/youtube/channel",
    query: { channelId: "UC982e01901a7b0c7b6535d3" },
    list: null,
  },
] as const;

export const SEARCHES = ENDPOINTS.filter((endpoint) => endpoint.list !== null);
export const PROFILES = ENDPOINTS.filter((endpoint) => endpoint.list === null);

export function endpointOf(shape: (typeof ENDPOINTS)[number]["shape"]) {
  const endpoint = ENDPOINTS.find((candidate) => candidate.shape === shape);
  if (!endpoint) throw new Error(`No endpoint has the shape ${shape}.`);
  return endpoint;
}

export function realAnswer(endpoint: { payload: string }) {
  return json(`tests/fixtures/scrapecreators/${endpoint.payload}.GET.sampleResponse.json`);
}

export function recorded(platform: "instagram" | "youtube"): Recorded[] {
  return readFileSync(new URL(`../../../sandbox/data/${platform}.jsonl`, import.meta.url), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

"use client";

import useSWR from "swr";
import { ApiError, getJson } from "../api-client.ts";

const NOT_FOUND = 404;

interface CampaignList {
  campaigns: { id: string; name: string }[];
}

/** The account's campaigns that are not archived; null where this Shoal has none to offer. */
export function useCampaigns() {
  const { data, error } = useSWR<CampaignList | null, Error>(
    "/api/v2/campaigns?archived=false",
    (path: string) => getJson<CampaignList>(path).catch(nullWithoutRoute),
    { revalidateOnFocus: false, shouldRetryOnError: false },
  );
  return { campaigns: data?.campaigns ?? null, error };
}

function nullWithoutRoute(error: unknown): null {
  if (error instanceof ApiError && error.status === NOT_FOUND) return null;
  throw error;
}

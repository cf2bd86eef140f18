import type { Metadata } from "next";
import { RecentRuns } from "#components/search/recent-runs.tsx";
import { SearchForm } from "#components/search/search-form.tsx";
import { sampleDataProviders } from "#lib/health/index.ts";
import { KEYWORDS_MAX, listJobs, platformNames, TARGET_MAX } from "#lib/search-engine/index.ts";
import { pageCaller } from "../../_parts/page-caller.ts";

export const metadata: Metadata = { title: "Search" };

const RECENT_JOBS = 20;

export default async function SearchPage() {
  const caller = await pageCaller("/search");
  const { jobs } = await listJobs(caller, { limit: RECENT_JOBS });
  return (
    <>
      <h1>Search creators</h1>
      {sampleDataProviders().length > 0 && (
        <p className="notice">Results are recorded sample data, not live: no key for the provider is set.</p>
      )}
      <SearchForm platformNames={platformNames()} keywordsMax={KEYWORDS_MAX} targetMax={TARGET_MAX} />
      <h2>Recent searches</h2>
      <RecentRuns jobs={jobs} platformNames={platformNames()} />
    </>
  );
}

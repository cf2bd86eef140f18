import type { Metadata } from "next";
import { messages } from "#components/messages/index.ts";
import { SearchScreen } from "#components/search/search-screen.tsx";
import type { Caller } from "#lib/auth/index.ts";
import { logger } from "#lib/log/index.ts";
import {
  filterChoices,
  KEYWORDS_MAX,
  listJobs,
  platformNames,
  TARGET_MAX,
} from "#lib/search-engine/index.ts";
import type { JobSummary } from "#lib/search-engine/types.ts";
import { pageCaller } from "../../_parts/page-caller.ts";
import { pageLocale } from "../../_parts/page-locale.ts";

export const metadata: Metadata = { title: messages.shell.navigation.search };

const RECENT_JOBS = 24;

export default async function SearchPage() {
  const caller = await pageCaller("/search");
  const [recentJobs, locale] = await Promise.all([readRecent(caller), pageLocale()]);
  return (
    <SearchScreen
      options={{
        platformNames: platformNames(),
        filterChoices: filterChoices(locale),
        keywordsMax: KEYWORDS_MAX,
        targetMax: TARGET_MAX,
      }}
      recentJobs={recentJobs}
      recentJobsMax={RECENT_JOBS}
    />
  );
}

/** Without them one can still search: the page then asks for them itself, and says what fails. */
async function readRecent(caller: Caller): Promise<JobSummary[] | null> {
  try {
    return (await listJobs(caller, { limit: RECENT_JOBS })).jobs;
  } catch (error) {
    logger.error({ error }, "recent_jobs.unread");
    return null;
  }
}

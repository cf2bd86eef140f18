import type { CampaignSummary } from "#lib/campaigns/campaigns.types.ts";
import type { DispatchAnswer } from "#lib/search-engine/types.ts";
import type { Session, TestApp } from "#tests/support/app.ts";
import { dispatch, post, untilEnded, untilJob } from "./jobs.ts";
import { breakCalls } from "./provider.ts";

const GOOD = "makeup";
const BAD = "beauty";
/** In the sample data, and never answered here. */
const ENDLESS = "vanlife";
/** Answered late: a stop waits for the call that is out. */
const SLOW = "travel";
/** Nobody uses it. */
const UNKNOWN = "zzqxw";
/** What the plan of the demo account lets run at once. */
const SLOTS = 3;
/** More than the sample data has. */
const TARGET_HUGE = 1_000;

/** Runs of an account, one in each state that a page shows; those under way stay so. */
export interface ShownRuns {
  campaignId: string;
  completed: DispatchAnswer;
  /** The same as `completed`, once more. */
  again: DispatchAnswer;
  partial: DispatchAnswer;
  failed: DispatchAnswer;
  cancelled: DispatchAnswer;
  /** Nobody fits its keyword. */
  empty: DispatchAnswer;
  /** Has creators, and waits for more. */
  running: DispatchAnswer;
  waiting: DispatchAnswer;
}

export async function makeShownRuns(app: TestApp, session: Session): Promise<ShownRuns> {
  const ended = async (change: object): Promise<DispatchAnswer> => {
    const answer = await dispatch(session, change);
    await untilEnded(session, answer.jobId);
    return answer;
  };
  const endless = { kind: "hang", keyword: ENDLESS };
  const slow = { kind: "slow", keyword: SLOW, delayMs: 3_000 };
  const campaign = await session("/api/v2/campaigns", post({ name: "Spring launch" }));
  const { campaignId }: CampaignSummary = await campaign.json();
  const completed = await ended({ keywords: [GOOD], campaignId });
  const repeated = await session(`/api/v2/jobs/${completed.jobId}/again`, post({}));
  const again: DispatchAnswer = await repeated.json();
  await untilEnded(session, again.jobId);
  await breakCalls(app, { kind: "401", keyword: BAD }, endless, slow);
  const partial = await ended({ keywords: [GOOD, BAD], targetResults: TARGET_HUGE });
  const failed = await ended({ keywords: [BAD] });
  const empty = await ended({ keywords: [UNKNOWN] });
  const cancelled = await withCreators(session, await dispatch(session, underWay(SLOW)));
  await session(`/api/v2/jobs/${cancelled.jobId}`, { method: "DELETE" });
  await untilEnded(session, cancelled.jobId);
  const open: DispatchAnswer[] = [];
  for (let slot = 0; slot < SLOTS; slot += 1) open.push(await dispatch(session, underWay()));
  const waiting = await dispatch(session, { keywords: [GOOD] });
  const running = await withCreators(session, open[0] ?? waiting);
  return { campaignId, completed, again, partial, failed, cancelled, empty, running, waiting };
}

/** A search that finds creators by one keyword, and none for long by the other. */
function underWay(other = ENDLESS) {
  return { keywords: [GOOD, other], targetResults: TARGET_HUGE };
}

async function withCreators(session: Session, run: DispatchAnswer): Promise<DispatchAnswer> {
  await untilJob(session, run.jobId, ({ progress }) => progress.creatorsEnriched > 0);
  return run;
}

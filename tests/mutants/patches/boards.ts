import { type Mutant, mutant } from "../mutant.ts";

const CAMPAIGNS = "integration/campaigns.test.ts";

/** Who may watch over all accounts, what a campaign takes, and what is fetched for a page. */
export const BOARD_MUTANTS: readonly Mutant[] = [
  mutant("admin-without-role", "only admins read and act across accounts", {
    file: "lib/auth/require-admin.ts",
    from: 'caller.role !== "admin"',
    to: 'caller.email === ""',
    killers: ["integration/admin-boards.test.ts", "integration/admin-acts.test.ts"],
  }),
  mutant("archived-campaign-searched", "an archived campaign takes no search", {
    file: "lib/search-engine/v2/core/require-campaign.ts",
    from: "if (campaign.isArchived) {",
    to: "if (campaignId === accountId) {",
    killers: [CAMPAIGNS],
  }),
  mutant("run-of-another-campaign", "the jobs of a run share its campaign", {
    file: "lib/search-engine/v2/workers/dispatch.ts",
    from: "asked !== run.campaignId",
    to: 'asked === ""',
    killers: [CAMPAIGNS],
  }),
  mutant("campaigns-beyond-plan", "an account has as many campaigns as its plan allows", {
    file: "lib/campaigns/campaign-writes.ts",
    from: "(await countCampaigns(transaction, accountId)) < plan.campaignsMax",
    to: "(await countCampaigns(transaction, accountId)) < 1_000_000",
    killers: [CAMPAIGNS],
  }),
  mutant("cursor-in-milliseconds", "whoever pages on misses no row of the same millisecond", {
    file: "lib/search-engine/reading/job-queries.ts",
    from: "${after.createdAt}::text::timestamptz",
    to: "${after.createdAt}::timestamptz",
    killers: ["integration/jobs-list.test.ts"],
  }),
  mutant("picture-of-this-machine", "no picture is fetched from an address that is not public", {
    file: "lib/avatars/fetch-image.ts",
    from: "!addresses.every(({ address }) => isPublicAddress(address))",
    to: "!addresses.some(({ address }) => isPublicAddress(address))",
    killers: ["unit/avatars/fetch-image.test.ts"],
  }),
  mutant("picture-of-any-host", "pictures are fetched from the hosts that adapters declare", {
    file: "lib/avatars/avatar-address.ts",
    from: "hostname.endsWith(`.${host}`)",
    to: "hostname.endsWith(host)",
    killers: ["unit/avatars/avatar-address.test.ts"],
  }),
];

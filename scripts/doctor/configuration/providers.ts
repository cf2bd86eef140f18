import type { SettingsReport } from "#lib/env.ts";
import { adapterProviders } from "#lib/search-engine/v2/adapters/registry.ts";
import { isLoopback } from "#scripts/start/environment.ts";
import { type Finding, note, ok, problem, warning } from "../finding.ts";
import type { ConfigurationCheck } from "./check.ts";

type Providers = SettingsReport<"providers">;

export const providersCheck: ConfigurationCheck<"providers"> = {
  group: "providers",
  title: "Data provider",
  look: (settings) => [
    ...source(settings),
    ...unsafeAddress(settings),
    ...sampleData(settings),
    ...spendCaps(settings),
  ],
};

function source({ given, values }: Providers): Finding[] {
  const hasKey = given.has("SCRAPECREATORS_API_KEY");
  if (!given.has("SCRAPECREATORS_BASE_URL")) {
    return hasKey
      ? [ok("Searches are live and cost credits: SCRAPECREATORS_API_KEY is set.")]
      : [note("Searches answer from recorded sample data: SCRAPECREATORS_API_KEY is not set.")];
  }
  if (!hasKey) {
    return [
      problem("SCRAPECREATORS_BASE_URL is set, but SCRAPECREATORS_API_KEY is not: every search would fail."),
    ];
  }
  const host = URL.parse(values.SCRAPECREATORS_BASE_URL ?? "")?.host;
  return host === undefined ? [] : [ok(`Searches ask ${host}, where SCRAPECREATORS_BASE_URL leads.`)];
}

function unsafeAddress({ values }: Providers): Finding[] {
  const { SCRAPECREATORS_BASE_URL: url } = values;
  return url === undefined || url.startsWith("https:") || isLoopback(url)
    ? []
    : [
        warning(
          "SCRAPECREATORS_BASE_URL is not https: the key would travel for everyone on the way to read.",
        ),
      ];
}

function sampleData({ given, values }: Providers): Finding[] {
  const names = (values.SAMPLE_DATA_PROVIDERS ?? "").split(",").flatMap((name) => name.trim() || []);
  const known = adapterProviders();
  const findings: Finding[] = [];
  if (names.some((name) => !known.includes(name))) {
    findings.push(problem(`SAMPLE_DATA_PROVIDERS must name none but: ${known.join(", ")}.`));
  }
  const isLive = given.has("SCRAPECREATORS_API_KEY") && !given.has("SCRAPECREATORS_BASE_URL");
  if (isLive && names.includes("scrapecreators")) {
    findings.push(warning("SAMPLE_DATA_PROVIDERS calls live answers sample data on every page."));
  }
  if (isLive && given.has("AVATAR_BASE_URL")) {
    findings.push(
      warning("AVATAR_BASE_URL leads away from the platforms: live creators would have no pictures."),
    );
  }
  return findings;
}

function spendCaps({ given, values }: Providers): Finding[] {
  const { SPEND_CAP_PER_JOB: job, SPEND_CAP_PER_DAY: day } = values;
  if (job === undefined || day === undefined) return [];
  if (job <= day) return [ok(`At most ${job} credits are spent by a job, and ${day} in a day.`)];
  return given.has("SPEND_CAP_PER_JOB")
    ? [problem("SPEND_CAP_PER_JOB must not be more than SPEND_CAP_PER_DAY, which stops the job before.")]
    : [ok(`At most ${day} credits are spent in a day, also by a single job.`)];
}

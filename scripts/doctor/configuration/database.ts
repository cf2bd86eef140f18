import { isPostgresUrl } from "#scripts/start/database.ts";
import { type Finding, ok, problem } from "../finding.ts";
import type { ConfigurationCheck } from "./check.ts";

export const databaseCheck: ConfigurationCheck<"database"> = {
  group: "database",
  title: "Database",
  provided: ["DATABASE_URL"],
  look({ values }) {
    const { DATABASE_URL: url, DIRECT_DATABASE_URL: direct } = values;
    const findings = [
      ...addressProblem("DATABASE_URL", url),
      ...addressProblem("DIRECT_DATABASE_URL", direct),
      ...(direct !== undefined && url === undefined
        ? [problem("DIRECT_DATABASE_URL is set, but DATABASE_URL is not: set both, or neither.")]
        : []),
    ];
    return findings.length > 0 ? findings : [describe(url, direct)];
  },
};

function addressProblem(key: string, url: string | undefined): Finding[] {
  return url === undefined || isPostgresUrl(url)
    ? []
    : [problem(`${key} must be an address like postgres://user:password@host:5432/database.`)];
}

function describe(url: string | undefined, direct: string | undefined): Finding {
  if (url === undefined) {
    return ok("npm start brings its own Postgres and keeps it in .data/: DATABASE_URL is not set.");
  }
  return ok(
    direct === undefined
      ? "A Postgres of your own: DATABASE_URL is set."
      : "A Postgres of your own behind a pooler: DATABASE_URL and DIRECT_DATABASE_URL are set.",
  );
}

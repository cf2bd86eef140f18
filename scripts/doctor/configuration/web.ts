import { isLoopback } from "#scripts/start/environment.ts";
import { type Finding, ok, warning } from "../finding.ts";
import type { ConfigurationCheck } from "./check.ts";

export const webCheck: ConfigurationCheck<"web"> = {
  group: "web",
  title: "Web app",
  look({ given, values: { APP_URL: url } }) {
    if (url === undefined) {
      return given.has("APP_URL") ? [] : [ok("Answers on this machine only: APP_URL is not set.")];
    }
    return [...unsafe(url), ok(`Answers for ${new URL(url).host}: APP_URL is set.`)];
  },
};

function unsafe(url: string): Finding[] {
  return url.startsWith("https:") || isLoopback(url)
    ? []
    : [warning("APP_URL is not https: sign-in and data would travel for everyone on the way to read.")];
}

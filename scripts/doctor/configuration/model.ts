import { isLoopback } from "#scripts/start/environment.ts";
import { type Finding, note, ok, warning } from "../finding.ts";
import type { ConfigurationCheck } from "./check.ts";

/** Without the key they have no effect. */
const OF_THE_MODEL = ["OPENAI_BASE_URL", "OPENAI_MODEL"];

export const modelCheck: ConfigurationCheck<"model"> = {
  group: "model",
  title: "Keyword expansion",
  look({ given, values }) {
    const { OPENAI_BASE_URL: url, OPENAI_MODEL: model } = values;
    if (!given.has("OPENAI_API_KEY")) {
      const idle = OF_THE_MODEL.filter((key) => given.has(key));
      const findings: Finding[] = idle.map((key) =>
        warning(`${key} has no effect: OPENAI_API_KEY is not set.`),
      );
      return [...findings, note("Keywords are expanded by rules: OPENAI_API_KEY is not set.")];
    }
    const isUnsafe = url !== undefined && !url.startsWith("https:") && !isLoopback(url);
    return [
      ...(isUnsafe
        ? [warning("OPENAI_BASE_URL is not https: the key would travel for everyone on the way to read.")]
        : []),
      ...(url !== undefined && model !== undefined
        ? [ok(`Keywords are expanded by ${model} at ${new URL(url).host}; by rules where it fails.`)]
        : []),
    ];
  },
};

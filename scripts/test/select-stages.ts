import { isStage, NEEDING_BUILD, STAGE_NAMES, type Stage } from "./stages.ts";

/**
 * The stages that `--only` names, in the order in which they run; all without it.
 * @throws Error that names the allowed stages.
 */
export function selectStages(only: string | undefined): Stage[] {
  if (only === undefined) return STAGE_NAMES;
  const names = only.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !isStage(name));
  if (unknown.length > 0) {
    throw new Error(`--only: no stage "${unknown.join('", "')}". Stages: ${STAGE_NAMES.join(", ")}.`);
  }
  const needsBuild = NEEDING_BUILD.some((stage) => names.includes(stage));
  return STAGE_NAMES.filter((stage) => names.includes(stage) || (stage === "build" && needsBuild));
}

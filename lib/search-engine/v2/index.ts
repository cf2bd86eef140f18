export type { PlatformAdapter } from "./adapters/interface.ts";
export {
  findAdapter,
  getAdapter,
  getProvider,
  imageHosts,
  platformNames,
  platforms,
  registerAdapter,
  registerProvider,
} from "./adapters/registry.ts";
export { type CanaryCall, findObstacle, tryModel, tryPlatform } from "./canary.ts";
export type { Comparison } from "./core/answer-comparison.ts";
export { requestCancel } from "./core/cancel.ts";
export { callsOf, claimDue, claimTask, extendLeases } from "./core/claim.ts";
export { type EngineSettings, engineSettings } from "./core/config.ts";
export { reportFilters } from "./core/filters.ts";
export {
  ALL_PROVIDERS,
  closeGate,
  ensureProvider,
  type GateState,
  openGate,
  readGates,
} from "./core/gate-switch.ts";
export { rowCount } from "./core/job-tracker.ts";
export { promoteOne } from "./core/promote.ts";
export type { ProviderDefinition } from "./core/provider.ts";
export { readRetryScopes } from "./core/retry-units.ts";
export type { ClaimedTask, JobRow, Settled, TaskRow } from "./core/rows.ts";
export {
  type GivenUp,
  QUEUE_REFUSED,
  releaseWake,
  releaseWakes,
  takeDelayed,
  takeWakes,
  type Wake,
} from "./core/wake-window.ts";
export { recordBeat, removeBeat, type WorkerBeat } from "./core/worker-beats.ts";
export { callTimeoutsMs, createEngine, getProviderLimits, lanes } from "./engine.ts";
export { type Dispatched, dispatchJob } from "./workers/dispatch.ts";
export { readDrifts } from "./workers/recount.ts";
export { NothingToRetry, type Retried, retryJob } from "./workers/retry.ts";
export { runTask } from "./workers/run-task.ts";
export { afterEnd, keepBooks, promoteAll, sweep, sweepOne, watch } from "./workers/sweep.ts";
export type { Engine, TaskRun } from "./workers/types.ts";

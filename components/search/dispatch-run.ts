import type { DispatchAnswer, DispatchBody } from "#lib/search-engine/types.ts";
import { ApiError } from "../api-client.ts";

const FORBIDDEN = 403;

export interface RunDispatch {
  /** Null where nothing was begun. */
  runId: string | null;
  begun: { platform: string; answer: DispatchAnswer }[];
  refused: { platform: string; error: ApiError }[];
}

/**
 * Begins one search a body, one after the other, as jobs of one run: the first that is taken makes it. What plan
 * or allowance refuse leaves the others alone; after any other error nothing more is sent, and the rest counts
 * as refused by it. `send` gives each body the Idempotency-Key of its platform. With the `runId` of an earlier try,
 * that run is gone on with.
 */
export async function dispatchRun(
  bodies: readonly DispatchBody[],
  send: (body: DispatchBody) => Promise<DispatchAnswer>,
  { runId = null, isStopped = () => false }: { runId?: string | null; isStopped?: () => boolean } = {},
): Promise<RunDispatch> {
  const run: RunDispatch = { runId, begun: [], refused: [] };
  let fault: ApiError | null = null;
  for (const body of bodies) {
    const { platform } = body;
    if (run.begun.length > 0 && isStopped()) break;
    if (fault) {
      run.refused.push({ platform, error: fault });
      continue;
    }
    try {
      const answer = await send(run.runId === null ? body : { ...body, runId: run.runId });
      run.runId ??= answer.runId;
      run.begun.push({ platform, answer });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status !== FORBIDDEN) fault = error;
      run.refused.push({ platform, error });
    }
  }
  return run;
}

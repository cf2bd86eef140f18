import type { DispatchAnswer, DispatchBody } from "#lib/search-engine/types.ts";
import { ApiError } from "../api-client.ts";
import { dispatchRun, type RunDispatch } from "./dispatch-run.ts";

type Send = (body: DispatchBody, idempotencyKey: string) => Promise<DispatchAnswer>;

/**
 * Sends the searches of a form, again and again until all are through. What was begun, or may have been, is sent again
 * word for word under its key, and so begins nothing twice; what was refused is asked anew, for the same run.
 */
export class RepeatableDispatch {
  private readonly send: Send;
  private form = "";
  private runId: string | null = null;
  private readonly sent = new Map<string, { body: DispatchBody; key: string }>();

  constructor(send: Send) {
    this.send = send;
  }

  async dispatch(bodies: readonly DispatchBody[]): Promise<RunDispatch> {
    const form = JSON.stringify(bodies);
    if (form !== this.form) this.forget();
    this.form = form;
    // A search that may have made the run answers which it is.
    const inDoubtFirst = [...bodies].sort(
      (one, other) => Number(this.sent.has(other.platform)) - Number(this.sent.has(one.platform)),
    );
    const run = await dispatchRun(inDoubtFirst, (body) => this.sendOne(body), { runId: this.runId });
    this.runId = run.runId;
    return run;
  }

  /** The next dispatch is another search, also with the same words. */
  forget(): void {
    this.form = "";
    this.runId = null;
    this.sent.clear();
  }

  private async sendOne(wanted: DispatchBody): Promise<DispatchAnswer> {
    const { platform } = wanted;
    const request = this.sent.get(platform) ?? { body: wanted, key: crypto.randomUUID() };
    this.sent.set(platform, request);
    try {
      return await this.send(request.body, request.key);
    } catch (error) {
      if (error instanceof ApiError && !error.isTransient) this.sent.delete(platform);
      throw error;
    }
  }
}

import { setTimeout as sleep } from "node:timers/promises";

const TRIES_MAX = 60;
const RETRY_MS = 250;
const ANSWER_MAX_MS = 10_000;

/** A user of the app, by HTTP alone. Asks again what got no answer, as a patient client does. */
export class User {
  readonly #url: string;
  readonly #cookie: string;
  /** Requests that had to be sent again. */
  repeats = 0;

  private constructor(url: string, cookie: string) {
    this.#url = url;
    this.#cookie = cookie;
  }

  static async signIn(url: string, email: string): Promise<User> {
    const answer = await fetch(`${url}/api/auth/local`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email }),
    });
    if (!answer.ok) throw new Error(`Sign-in of ${email}: ${answer.status} ${await answer.text()}`);
    const cookies = answer.headers.getSetCookie().map((header) => header.split(";", 1)[0]);
    return new User(url, cookies.join("; "));
  }

  /**
   * Dispatches a search; whatever fails on the way is sent again with the same key.
   * @throws Error for an answer that no repeat would change
   */
  async dispatch(body: object, idempotencyKey: string): Promise<string> {
    const answer = await this.#send("/api/v2/dispatch", {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": idempotencyKey },
      body: JSON.stringify(body),
    });
    if (answer.status !== 202) throw new Error(`dispatch: ${answer.status} ${await answer.text()}`);
    const { jobId }: { jobId: string } = await answer.json();
    return jobId;
  }

  /** Whether the cancel was taken: false for a job that had ended already. */
  async cancel(jobId: string): Promise<boolean> {
    const answer = await this.#send(`/api/v2/jobs/${jobId}`, { method: "DELETE" });
    await answer.body?.cancel();
    if (answer.status !== 200 && answer.status !== 409) throw new Error(`cancel: ${answer.status}`);
    return answer.status === 200;
  }

  /** Answers 200 or 304. */
  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    const answer = await this.#send(path, { headers });
    if (answer.status === 200 || answer.status === 304) return answer;
    throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  }

  async #send(path: string, init: RequestInit & { headers?: Record<string, string> }): Promise<Response> {
    for (let tries = 1; ; tries += 1) {
      const answer = await fetch(this.#url + path, {
        ...init,
        headers: { ...init.headers, cookie: this.#cookie },
        signal: AbortSignal.timeout(ANSWER_MAX_MS),
      }).catch(() => null);
      if (answer && answer.status < 500) return answer;
      if (tries === TRIES_MAX) throw new Error(`${path}: no answer after ${tries} tries.`);
      await answer?.body?.cancel();
      this.repeats += 1;
      await sleep(RETRY_MS);
    }
  }
}

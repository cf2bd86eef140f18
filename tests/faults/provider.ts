import path from "node:path";
import { type Child, startChild } from "#scripts/start/child.ts";
import { ROOT } from "#scripts/start/paths.ts";
import { readyUrl } from "#scripts/start/stand-in.ts";
import { PROVIDER_FAULTS, SANDBOX } from "./settings.ts";

/** What the provider got and did under fire. */
export interface ProviderFaults {
  differentCalls: number;
  /** Bad answers, a rule each. */
  faults: {
    kind: string;
    /** Part of the path; null for any. */
    path: string | null;
    count: number;
    of: number;
  }[];
}

/** A call as the provider got it. */
export interface ProviderCall {
  path: string;
  query: Record<string, string>;
  /** Null where it ended without an answer. */
  status: number | null;
  /** Whether the answer broke off. */
  isCutOff: boolean;
}

/** The provider's stand-in, as a process of its own. */
export class Provider {
  readonly url: string;
  readonly #child: Child;

  private constructor(url: string, child: Child) {
    this.url = url;
    this.#child = child;
  }

  static async start(seed: number): Promise<Provider> {
    const ready = Promise.withResolvers<string>();
    const flags = {
      seed,
      "search-latency-ms": SANDBOX.searchLatencyMs,
      "profile-latency-ms": SANDBOX.profileLatencyMs,
      "page-size": SANDBOX.pageSize,
      "latency-jitter": SANDBOX.latencyJitter,
    };
    const child = startChild({
      args: [
        path.join(ROOT, "scripts", "sandbox.ts"),
        ...Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, String(value)]),
      ],
      env: process.env,
      logFile: path.join(ROOT, "test-results", "faults", "sandbox.log"),
      onMessage: (message) => {
        const url = readyUrl(message);
        if (url) ready.resolve(url);
      },
    });
    void child.ended.then((end) => ready.reject(new Error(`The sandbox ended (${end}).`)));
    return new Provider(await ready.promise, child);
  }

  /** Answers badly from now on, each chosen call once; counts calls anew. */
  async beginFaults(): Promise<void> {
    await this.#control("POST", "/__calls/reset");
    await this.#control("POST", "/__faults", PROVIDER_FAULTS);
  }

  /** Answers well again; tells what it did since `beginFaults`. */
  async endFaults(): Promise<ProviderFaults> {
    const different = new Set(
      (await this.calls()).map(({ path, query }) => `${path} ${JSON.stringify(query)}`),
    );
    const { rules }: { rules: { kind: string; path?: string; struck: number }[] } = await (
      await this.#control("GET", "/__faults")
    ).json();
    await this.#control("DELETE", "/__faults");
    return {
      differentCalls: different.size,
      faults: rules.map(({ kind, path = null, struck }) => ({
        kind,
        path,
        count: struck,
        of: [...different].filter((call) => path === null || call.includes(path)).length,
      })),
    };
  }

  /**
   * Each call that it got since `beginFaults`.
   * @throws Error where there were more than it remembers
   */
  async calls(): Promise<ProviderCall[]> {
    const { total, calls }: { total: number; calls: ProviderCall[] } = await (
      await this.#control("GET", "/__calls")
    ).json();
    if (calls.length < total) throw new Error(`The sandbox remembers ${calls.length} of ${total} calls.`);
    return calls;
  }

  stop(): Promise<void> {
    return this.#child.stop(1_000);
  }

  async #control(method: string, at: string, body?: unknown): Promise<Response> {
    const answer = await fetch(this.url + at, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
    if (!answer.ok) throw new Error(`${method} ${at}: ${answer.status} ${await answer.text()}`);
    return answer;
  }
}

import path from "node:path";
import { type Child, startChild } from "#scripts/start/child.ts";
import { ROOT } from "#scripts/start/paths.ts";
import { readyUrl } from "#scripts/start/stand-in.ts";
import { PROVIDER_FAULTS, SANDBOX } from "./settings.ts";

/** What the provider got and did under fire. */
export interface ProviderFaults {
  calls: number;
  differentCalls: number;
  /** Bad answers by kind. */
  faults: Record<string, number>;
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

  /** Answers well again; tells what it got and did since `beginFaults`. */
  async endFaults(): Promise<ProviderFaults> {
    const { total, different }: { total: number; different: number } = await (
      await this.#control("GET", "/__calls")
    ).json();
    const { rules }: { rules: { kind: string; struck: number }[] } = await (
      await this.#control("GET", "/__faults")
    ).json();
    await this.#control("DELETE", "/__faults");
    return {
      calls: total,
      differentCalls: different,
      faults: Object.fromEntries(rules.map(({ kind, struck }) => [kind, struck])),
    };
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

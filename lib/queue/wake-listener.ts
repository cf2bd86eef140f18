import { connect, type Sql } from "#lib/db/index.ts";
import { WAKE_CHANNEL } from "./notify.ts";

/** Waits no longer for connections: the driver would wait for ever for those that it once lost. */
const END_SECONDS = 1;

interface WakeListenerOptions {
  url: string;
  onWake: (provider: string) => void;
  /** Also after each reconnect: what was sent meanwhile is lost. */
  onListening: () => void;
}

/** A connection of its own for notifications, which a pooler in transaction mode would not pass on. */
export class WakeListener {
  private readonly options: WakeListenerOptions;
  private sql: Sql | undefined;

  constructor(options: WakeListenerOptions) {
    this.options = options;
  }

  /** Safe to repeat after a failure. The driver keeps the failure of a channel for good, hence a new client each time. */
  async start(): Promise<void> {
    const { url, onWake, onListening } = this.options;
    await this.sql?.end({ timeout: END_SECONDS });
    this.sql = connect(url, { poolMax: 1, applicationName: "shoal-listen" });
    await this.sql.listen(WAKE_CHANNEL, onWake, onListening);
  }

  async end(): Promise<void> {
    await this.sql?.end({ timeout: END_SECONDS });
  }
}

import type { Child } from "#scripts/start/child.ts";
import type { TransportName } from "./options.ts";
import type { Victim } from "./victim.ts";

/** Where a transport runs: real processes, on one database and one provider. */
export interface TransportSite {
  readonly name: TransportName;
  /** Where users reach the app. */
  readonly url: string;
  /** Of the server that answers users, and is spared. */
  readonly web: Child;
  /** The processes that work on tasks, and are struck. */
  readonly victims: readonly Victim[];
  /** From now on messages fail, double and vanish. */
  beginFaults(): void;
  endFaults(): void;
  /** Resolves when all messages that are still on their way have arrived. */
  untilQuiet(): Promise<void>;
  /** What was delivered and lost of messages since the faults began, by name. */
  counts(): MessageCounts;
  stop(): Promise<void>;
}

export interface MessageCounts {
  /** Deliveries that the database's journal does not show as claims. */
  deliveriesBesideClaims: number;
  /** All deliveries where the queue counts them; null where the claims are counted. */
  deliveries: number | null;
  /** Messages, or claims, under fire, of which a share is to come twice. */
  deliveredOnce: number;
  duplicates: number;
  /** Those of them that came long after the first. */
  lateDuplicates: number;
  /** Those that met the claim itself, where that is tried: of two claims of a task at once, one got it. */
  racingDuplicates: number | null;
  publishes: number;
  failedPublishes: number;
  /** Messages on their way to whoever they are for, of which some vanish. */
  sent: number;
  dropped: number;
  /** What a message met that must not be: two who hold one task, or a database that answers wrongly. */
  faults: readonly string[];
}

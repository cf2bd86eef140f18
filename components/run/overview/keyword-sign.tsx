import {
  IconCheck,
  IconClockHour4,
  IconLoader2,
  IconPlayerPause,
  IconPlayerStop,
  IconX,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { KeywordStatus } from "#lib/search-engine/types.ts";

const SIGNS: Readonly<Record<KeywordStatus["status"], ComponentType<{ size: number }>>> = {
  waiting: IconClockHour4,
  running: IconLoader2,
  parked: IconPlayerPause,
  done: IconCheck,
  failed: IconX,
  cancelled: IconPlayerStop,
};

export function KeywordSign({ status }: { status: KeywordStatus["status"] }) {
  const Sign = SIGNS[status];
  return <Sign size={13} aria-hidden />;
}

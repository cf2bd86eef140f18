import { Badge } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCheck,
  IconClockHour4,
  IconDownload,
  IconPlayerStop,
  IconRocket,
  IconSearch,
  IconX,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { JobStatus } from "#lib/search-engine/job-status.types.ts";
import { run as runWords } from "../../messages/run.ts";

const LOOKS: Readonly<Record<JobStatus, { color: string; Icon: ComponentType<{ size: number }> }>> = {
  pending: { color: "gray", Icon: IconClockHour4 },
  dispatching: { color: "tide", Icon: IconRocket },
  searching: { color: "tide", Icon: IconSearch },
  enriching: { color: "tide", Icon: IconDownload },
  completed: { color: "green", Icon: IconCheck },
  partial: { color: "yellow", Icon: IconAlertTriangle },
  error: { color: "red", Icon: IconX },
  cancelled: { color: "gray", Icon: IconPlayerStop },
};

/** A phase in word, colour and sign: never by colour alone, and never green where something is missing. */
export function PhaseBadge({ status, size = "md" }: { status: JobStatus; size?: "sm" | "md" | "lg" }) {
  const { color, Icon } = LOOKS[status];
  return (
    <Badge
      color={color}
      variant="light"
      size={size}
      radius="sm"
      leftSection={<Icon size={13} />}
      style={{ textTransform: "none" }}
      data-phase={status}
    >
      {runWords.phases[status]}
    </Badge>
  );
}

import { Badge } from "@mantine/core";
import { IconHandStop, IconPlayerPause, IconPointFilled } from "@tabler/icons-react";
import type { GateAnswer } from "#lib/admin/admin.types.ts";
import { admin as adminWords } from "../../messages/admin.ts";

const LOOKS = {
  open: { color: "green", Icon: IconPointFilled },
  paused: { color: "yellow", Icon: IconPlayerPause },
  closed: { color: "red", Icon: IconHandStop },
} as const;

/** Whether calls are made, in word, colour and sign. */
export function GateBadge({ state }: { state: GateAnswer["state"] }) {
  const { color, Icon } = LOOKS[state];
  return (
    <Badge
      color={color}
      variant="light"
      radius="sm"
      tt="none"
      leftSection={<Icon size={13} aria-hidden />}
      data-gate={state}
    >
      {adminWords.providers.gates[state]}
    </Badge>
  );
}

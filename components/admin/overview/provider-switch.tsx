"use client";

import { Button } from "@mantine/core";
import { IconHandStop, IconPlayerPlay } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { GateAnswer } from "#lib/admin/admin.types.ts";
import { admin as adminWords } from "../../messages/admin.ts";

const SwitchDialog = dynamic(() => import("./switch-dialog.tsx"), { ssr: false });
const ICON_PX = 15;
const { providers: words } = adminWords;

/** Stops the calls of a provider, or of all, or lets them go on; each asks first. */
export function ProviderSwitch({
  provider,
  name,
  stopLabel,
  gate,
  onSwitched,
}: {
  /** As the route calls it: `all` for all. */
  provider: string;
  name: string;
  stopLabel: string;
  gate: GateAnswer;
  onSwitched: () => void;
}) {
  const [wanted, setWanted] = useState<"stop" | "start" | null>(null);
  const isClosed = gate.state === "closed";
  const Icon = isClosed ? IconPlayerPlay : IconHandStop;
  return (
    <>
      <Button
        size="xs"
        variant={isClosed ? "filled" : "light"}
        color={isClosed ? "tide" : "red"}
        leftSection={<Icon size={ICON_PX} aria-hidden />}
        onClick={() => setWanted(isClosed ? "start" : "stop")}
        aria-haspopup="dialog"
      >
        {isClosed ? words.start : stopLabel}
      </Button>
      {wanted !== null && (
        <SwitchDialog
          provider={provider}
          name={name}
          isStop={wanted === "stop"}
          onClose={() => setWanted(null)}
          onSwitched={onSwitched}
        />
      )}
    </>
  );
}

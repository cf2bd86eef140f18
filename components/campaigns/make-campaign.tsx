"use client";

import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useRef, useState } from "react";
import type { CampaignSummary } from "#lib/campaigns/campaigns.types.ts";
import { postJson } from "../api-client.ts";
import { campaigns as words } from "../messages/campaigns.ts";

const NameDialog = dynamic(() => import("./name-dialog.tsx"), { ssr: false });

/** Makes a campaign under a name that is asked for. */
export function MakeCampaign({ onMade }: { onMade: (campaign: CampaignSummary) => void }) {
  const [isOpen, setIsOpen] = useState(false);
  // Sent again after a lost answer, the same name makes nothing twice.
  const keys = useRef(new Map<string, string>());

  async function make(name: string) {
    const key = keys.current.get(name) ?? crypto.randomUUID();
    keys.current.set(name, key);
    onMade(await postJson<CampaignSummary>("/api/v2/campaigns", { name }, { "Idempotency-Key": key }));
  }

  return (
    <>
      <Button
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => setIsOpen(true)}
        aria-haspopup="dialog"
      >
        {words.make}
      </Button>
      {isOpen && (
        <NameDialog
          title={words.dialog.make}
          submitLabel={words.dialog.makeIt}
          onSubmit={make}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  );
}

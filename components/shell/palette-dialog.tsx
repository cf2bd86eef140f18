"use client";

import { Spotlight, type SpotlightActionGroupData, spotlight } from "@mantine/spotlight";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { messages } from "../messages/index.ts";
import { PAGES } from "./navigation.tsx";

const { palette } = messages.shell;

/** Opens each time that `wantedCount` grows. */
export default function PaletteDialog({ isAdmin, wantedCount }: { isAdmin: boolean; wantedCount: number }) {
  const router = useRouter();
  useEffect(() => {
    if (wantedCount > 0) spotlight.open();
  }, [wantedCount]);
  const actions: SpotlightActionGroupData[] = [
    {
      group: palette.pages,
      actions: PAGES.filter(({ isForAdmins }) => isAdmin || !isForAdmins).map(({ href, label, Icon }) => ({
        id: href,
        label,
        leftSection: <Icon size={18} aria-hidden />,
        onClick: () => router.push(href),
      })),
    },
  ];
  return (
    <Spotlight
      actions={actions}
      shortcut={null}
      nothingFound={palette.nothing}
      searchProps={{ placeholder: palette.placeholder, "aria-label": palette.open }}
    />
  );
}

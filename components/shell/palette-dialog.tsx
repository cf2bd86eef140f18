"use client";

import { Spotlight, type SpotlightActionGroupData, spotlight } from "@mantine/spotlight";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect } from "react";
import { shell as shellWords } from "../messages/shell.ts";
import { PAGES } from "./navigation.tsx";
import { usePaletteFinds } from "./use-palette-finds.tsx";

const RESULTS_MAX = 15;
const MAX_HEIGHT_PX = 480;
const { palette } = shellWords;

/** Opens each time that `wantedCount` grows. */
export default function PaletteDialog({ isAdmin, wantedCount }: { isAdmin: boolean; wantedCount: number }) {
  const router = useRouter();
  useEffect(() => {
    if (wantedCount > 0) spotlight.open();
  }, [wantedCount]);
  const finds = usePaletteFinds((path) => router.push(path));
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
    ...finds.groups,
  ];
  return (
    <Spotlight
      actions={actions}
      shortcut={null}
      attributes={{ content: { "aria-label": palette.open } }}
      nothingFound={finds.hasFailed ? palette.unread : palette.nothing}
      onSpotlightOpen={finds.refresh}
      limit={RESULTS_MAX}
      scrollable
      maxHeight={MAX_HEIGHT_PX}
      searchProps={{
        placeholder: palette.placeholder,
        "aria-label": palette.open,
        onKeyDown: takeFirst,
      }}
    />
  );
}

/** What came after the last letter was typed is not marked yet; Enter means the first of it all the same. */
function takeFirst({ key }: KeyboardEvent): void {
  if (key !== "Enter" || document.querySelector("[data-action][data-selected]")) return;
  document.querySelector<HTMLElement>("[data-action]")?.click();
}

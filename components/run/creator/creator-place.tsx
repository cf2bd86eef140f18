"use client";

import { Drawer } from "@mantine/core";
import type { ComponentProps } from "react";
import { results as resultsWords } from "../../messages/results.ts";
import { CreatorPanel } from "./creator-panel.tsx";

/** Beside the table where there is room, else over it. */
export default function CreatorPlace({
  isBeside,
  ...panel
}: { isBeside: boolean } & ComponentProps<typeof CreatorPanel>) {
  const content = <CreatorPanel {...panel} />;
  if (isBeside) return content;
  return (
    <Drawer
      opened
      onClose={panel.onClose}
      position="right"
      size="md"
      withCloseButton={false}
      padding={0}
      attributes={{ content: { "aria-label": resultsWords.panel.label(panel.row.profile.handle) } }}
    >
      {content}
    </Drawer>
  );
}

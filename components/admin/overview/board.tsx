"use client";

import { Paper, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Region } from "../../region-error.tsx";

/** One part of the overview, by itself: its fault takes no other along. */
export function Board({
  id,
  title,
  actions,
  children,
}: {
  id: string;
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Paper withBorder p="md" component="section" aria-labelledby={`${id}-title`} id={id} data-board={id}>
      <div style={{ display: "flex", flexWrap: "wrap", justifyContent: "space-between", gap: 8 }}>
        <Title order={2} id={`${id}-title`} mb="xs">
          {title}
        </Title>
        {actions}
      </div>
      <Region>{children}</Region>
    </Paper>
  );
}

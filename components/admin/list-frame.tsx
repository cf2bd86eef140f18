"use client";

import { Button, Center, Paper, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { LinesSkeleton, LoadError } from "../load-state.tsx";
import { useFormats } from "../locale.tsx";
import { admin as adminWords } from "../messages/admin.ts";
import { Region } from "../region-error.tsx";
import { AdminHeader, type AdminPage } from "./admin-header.tsx";
import { RefreshControl } from "./refresh-control.tsx";
import type { List } from "./use-list.ts";

const ROW_PX = 57;
const { rows: words } = adminWords;

/** A page of rows: title and refreshing, what chooses them, then the rows, or in their place why there are none. */
export function ListFrame({
  title,
  here,
  list,
  count,
  none,
  choice,
  children,
}: {
  title: string;
  here: AdminPage;
  list: Omit<List<{ nextCursor: string | null }>, "pages">;
  /** Rows that are there; undefined until the first answer. */
  count: number | undefined;
  /** In place of a table without rows. */
  none: string;
  choice: ReactNode;
  children: ReactNode;
}) {
  const { exact } = useFormats();
  const { control, atMs, isAsking, error, refresh } = list;
  return (
    <Stack gap="sm">
      <AdminHeader title={title} here={here}>
        <RefreshControl control={control} atMs={atMs} isAsking={isAsking} onRefresh={refresh} />
      </AdminHeader>
      {choice}
      <Region>
        {error && <LoadError error={error} isAsking={isAsking} onRetry={refresh} />}
        {count === undefined && error === null && <LinesSkeleton lines={10} heightPx={ROW_PX} />}
        {count === 0 && (
          <Paper withBorder p="xl">
            <Text ta="center" c="dimmed">
              {none}
            </Text>
          </Paper>
        )}
        {count !== undefined && count > 0 && (
          <>
            <Text size="sm" c="dimmed">
              {words.shown(exact(count), list.hasMore)}
            </Text>
            {children}
          </>
        )}
        {list.hasMore && (
          <Center mt="sm">
            <Button variant="default" onClick={list.loadMore} loading={list.isLoadingMore}>
              {words.more}
            </Button>
          </Center>
        )}
      </Region>
    </Stack>
  );
}

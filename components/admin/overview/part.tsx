import { Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

/** Half of a board, with a sentence in place of a table without rows. */
export function Part({
  title,
  isEmpty,
  empty,
  children,
}: {
  title: string;
  isEmpty: boolean;
  empty: string;
  children: ReactNode;
}) {
  return (
    <Stack gap={6}>
      <Title order={3} size="sm" c="dimmed">
        {title}
      </Title>
      {isEmpty ? (
        <Text size="sm" c="dimmed">
          {empty}
        </Text>
      ) : (
        children
      )}
    </Stack>
  );
}

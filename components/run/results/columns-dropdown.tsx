"use client";

import { ActionIcon, Button, Checkbox, Group, Popover, Stack } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { results as resultsWords } from "../../messages/results.ts";
import { columnOf } from "./columns.tsx";
import { ColumnsButton } from "./columns-button.tsx";
import type { ColumnControl } from "./use-columns.ts";

const { columnsMenu } = resultsWords;

/** Open from the start: it is loaded when it is first asked for. */
export default function ColumnsDropdown({ columns: { table, reset } }: { columns: ColumnControl }) {
  const columns = table.getAllLeafColumns();
  const move = (index: number, by: 1 | -1) => {
    const order = columns.map(({ id }) => id);
    const [moved] = order.splice(index, 1);
    if (moved === undefined) return;
    order.splice(index + by, 0, moved);
    table.setColumnOrder(order);
  };
  return (
    <Popover defaultOpened position="bottom-end" shadow="md" trapFocus withinPortal>
      <Popover.Target>
        <ColumnsButton />
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={4}>
          {columns.map((column, index) => {
            const { name } = columnOf(column.id);
            return (
              <Group key={column.id} justify="space-between" wrap="nowrap" gap="xl">
                <Checkbox
                  size="xs"
                  label={name}
                  checked={column.getIsVisible()}
                  disabled={column.id === "creator"}
                  onChange={(event) => column.toggleVisibility(event.currentTarget.checked)}
                />
                <Group gap={2} wrap="nowrap">
                  <ActionIcon
                    size="sm"
                    variant="subtle"
                    color="gray"
                    disabled={index === 0}
                    aria-label={columnsMenu.earlier(name)}
                    onClick={() => move(index, -1)}
                  >
                    <IconChevronUp size={14} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    size="sm"
                    variant="subtle"
                    color="gray"
                    disabled={index === columns.length - 1}
                    aria-label={columnsMenu.later(name)}
                    onClick={() => move(index, 1)}
                  >
                    <IconChevronDown size={14} aria-hidden />
                  </ActionIcon>
                </Group>
              </Group>
            );
          })}
          <Button variant="subtle" size="compact-xs" mt="xs" onClick={reset}>
            {columnsMenu.reset}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

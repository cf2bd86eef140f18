"use client";

import { Group, Kbd, Table } from "@mantine/core";
import { Dialog } from "../dialog.tsx";
import { shell as shellWords } from "../messages/shell.ts";

const { help } = shellWords;

export default function HelpDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={help.title} closeLabel={help.close} onClose={onClose}>
      <Table>
        <Table.Tbody>
          {help.keys.map(({ keys, does }) => (
            <Table.Tr key={does}>
              <Table.Td w={140}>
                <Group gap={4}>
                  {keys.map((key) => (
                    <Kbd key={key}>{key === "mod" ? modifierName() : key}</Kbd>
                  ))}
                </Group>
              </Table.Td>
              <Table.Td>{does}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Dialog>
  );
}

function modifierName(): string {
  return typeof navigator !== "undefined" && /mac/i.test(navigator.userAgent) ? "⌘" : "Ctrl";
}

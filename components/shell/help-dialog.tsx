"use client";

import { Group, Kbd, Modal, Table } from "@mantine/core";
import { shell as shellWords } from "../messages/shell.ts";

const { help } = shellWords;

export default function HelpDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={help.title}
      closeButtonProps={{ "aria-label": help.close }}
    >
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
    </Modal>
  );
}

function modifierName(): string {
  return typeof navigator !== "undefined" && /mac/i.test(navigator.userAgent) ? "⌘" : "Ctrl";
}

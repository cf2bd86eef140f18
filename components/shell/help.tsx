"use client";

import { ActionIcon, Group, Kbd, Modal, Table } from "@mantine/core";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { IconKeyboard } from "@tabler/icons-react";
import { messages } from "../messages/index.ts";

const { help } = messages.shell;
const HELP_KEY = "shift+?";

/** Every key there is, under `?`. */
export function Help() {
  const [isOpen, { open, close }] = useDisclosure();
  useHotkeys([[HELP_KEY, open, { preventDefault: true }]]);
  return (
    <>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={help.open} onClick={open}>
        <IconKeyboard size={20} stroke={1.75} aria-hidden />
      </ActionIcon>
      <Modal
        opened={isOpen}
        onClose={close}
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
    </>
  );
}

function modifierName(): string {
  return typeof navigator !== "undefined" && /mac/i.test(navigator.userAgent) ? "⌘" : "Ctrl";
}

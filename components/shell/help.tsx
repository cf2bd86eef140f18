"use client";

import { ActionIcon } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconKeyboard } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { shell as shellWords } from "../messages/shell.ts";
import { useKey } from "./use-key.ts";

const HELP_KEY = "?";
const HelpDialog = dynamic(() => import("./help-dialog.tsx"), { ssr: false });

/** Every key there is, under `?`. */
export function Help() {
  const [isOpen, { open, close }] = useDisclosure();
  useKey(HELP_KEY, open);
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={shellWords.help.open}
        aria-haspopup="dialog"
        onClick={open}
      >
        <IconKeyboard size={20} stroke={1.75} aria-hidden />
      </ActionIcon>
      {isOpen && <HelpDialog onClose={close} />}
    </>
  );
}

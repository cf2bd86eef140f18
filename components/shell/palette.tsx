"use client";

import { Kbd, Text, UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { shell as shellWords } from "../messages/shell.ts";
import styles from "./palette.module.css";
import { useGoKeys } from "./use-go-keys.ts";
import { useChord, useKey } from "./use-key.ts";

const { palette } = shellWords;
const PaletteDialog = dynamic(() => import("./palette-dialog.tsx"), { ssr: false });

/** Pages and searches, from anywhere: looks like a field, because people look for one. */
export function Palette({ isAdmin }: { isAdmin: boolean }) {
  const router = useRouter();
  const [wantedCount, setWantedCount] = useState(0);
  const open = () => setWantedCount((count) => count + 1);
  useGoKeys((path) => router.push(path));
  useKey("/", () => focusSearchField(open));
  useChord("k", open);
  return (
    <>
      <UnstyledButton className={styles.button} onClick={open} aria-haspopup="dialog">
        <span className="visually-hidden">{palette.open}</span>
        <IconSearch size={16} aria-hidden />
        <Text component="span" size="sm" c="dimmed" visibleFrom="xs" aria-hidden>
          {palette.open}
        </Text>
        <Kbd size="xs" visibleFrom="sm" aria-hidden>
          {palette.keys}
        </Kbd>
      </UnstyledButton>
      {wantedCount > 0 && <PaletteDialog isAdmin={isAdmin} wantedCount={wantedCount} />}
    </>
  );
}

/** The field that the page marks as its own; on a page without one, the palette. */
function focusSearchField(openPalette: () => void): void {
  const field = document.querySelector<HTMLElement>("[data-search-field]");
  if (field) field.focus();
  else openPalette();
}

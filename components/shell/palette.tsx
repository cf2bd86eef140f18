"use client";

import { Kbd, Text, UnstyledButton } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { Spotlight, type SpotlightActionGroupData, spotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { messages } from "../messages/index.ts";
import { PAGES } from "./navigation.tsx";
import styles from "./palette.module.css";
import { useGoKeys } from "./use-go-keys.ts";

const { palette } = messages.shell;

/** Looks like a field, because people look for one. */
export function PaletteButton() {
  return (
    <UnstyledButton className={styles.button} onClick={spotlight.open} aria-label={palette.open}>
      <IconSearch size={16} aria-hidden />
      <Text component="span" size="sm" c="dimmed" visibleFrom="xs">
        {palette.open}
      </Text>
      <Kbd size="xs" visibleFrom="sm">
        Ctrl K
      </Kbd>
    </UnstyledButton>
  );
}

/** Pages and recent searches, from anywhere. */
export function Palette({ isAdmin }: { isAdmin: boolean }) {
  const router = useRouter();
  useGoKeys((path) => router.push(path));
  useHotkeys([["/", focusSearchField, { preventDefault: true }]]);
  const actions: SpotlightActionGroupData[] = [
    {
      group: palette.pages,
      actions: PAGES.filter(({ isForAdmins }) => isAdmin || !isForAdmins).map(({ href, label, Icon }) => ({
        id: href,
        label,
        leftSection: <Icon size={18} aria-hidden />,
        onClick: () => router.push(href),
      })),
    },
  ];
  return (
    <Spotlight
      actions={actions}
      shortcut="mod + K"
      nothingFound={palette.nothing}
      searchProps={{ placeholder: palette.placeholder, "aria-label": palette.open }}
    />
  );
}

/** The field that the page marks as its own, or the page that has one. */
function focusSearchField(): void {
  const field = document.querySelector<HTMLElement>("[data-search-field]");
  if (field) field.focus();
  else spotlight.open();
}

import { Anchor, Paper, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import Link from "next/link";
import styles from "./tile.module.css";

/** One number with its name, and a link to what is behind it. What is wrong has a sign besides its colour. */
export function Tile({
  name,
  value,
  note,
  href,
  isBad = false,
}: {
  name: string;
  value: string;
  note?: string | undefined;
  href?: string;
  isBad?: boolean;
}) {
  return (
    <Paper withBorder px="md" py="sm" className={styles.tile} data-bad={isBad || undefined} data-tile={name}>
      <Text size="xs" c="dimmed" fw={550}>
        {name}
      </Text>
      <Text component="div" className={styles.value}>
        {isBad && <IconAlertTriangle size={20} aria-hidden />}
        {href === undefined ? (
          value
        ) : (
          <Anchor
            component={Link}
            href={href}
            inherit
            className={styles.link}
            aria-label={`${name}: ${value}`}
          >
            {value}
          </Anchor>
        )}
      </Text>
      <Text size="xs" c="dimmed">
        {note ?? "\u00a0"}
      </Text>
    </Paper>
  );
}

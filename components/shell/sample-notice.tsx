"use client";

import { Text } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { shell as shellWords } from "../messages/shell.ts";
import styles from "./app-frame.module.css";

/** Never mistaken for live data. */
export function SampleNotice() {
  return (
    <Text size="xs" className={styles.sample} role="note">
      <IconFlask size={14} aria-hidden /> <strong>{shellWords.sample.title}.</strong> {shellWords.sample.text}
    </Text>
  );
}

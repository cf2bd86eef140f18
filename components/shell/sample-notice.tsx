"use client";

import { Text } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { messages } from "../messages/index.ts";
import styles from "./app-frame.module.css";

/** Never mistaken for live data. */
export function SampleNotice() {
  return (
    <Text size="xs" className={styles.sample} role="note">
      <IconFlask size={14} aria-hidden /> <strong>{messages.shell.sample.title}.</strong>{" "}
      {messages.shell.sample.text}
    </Text>
  );
}

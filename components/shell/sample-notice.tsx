"use client";

import { Alert } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { messages } from "../messages/index.ts";

/** Never mistaken for live data. */
export function SampleNotice() {
  return (
    <Alert
      color="gray"
      variant="outline"
      icon={<IconFlask aria-hidden />}
      p="xs"
      mb="md"
      title={messages.shell.sample.title}
    >
      {messages.shell.sample.text}
    </Alert>
  );
}

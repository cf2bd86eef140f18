"use client";

import { Alert } from "@mantine/core";
import { useNetwork } from "@mantine/hooks";
import { IconWifiOff } from "@tabler/icons-react";
import { shell as shellWords } from "../messages/shell.ts";

export function OfflineNotice() {
  const { online } = useNetwork();
  return (
    <div role="status">
      {!online && (
        <Alert color="yellow" icon={<IconWifiOff aria-hidden />} mb="md">
          {shellWords.offline}
        </Alert>
      )}
    </div>
  );
}

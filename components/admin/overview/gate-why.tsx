"use client";

import { Text } from "@mantine/core";
import type { GateAnswer } from "#lib/admin/admin.types.ts";
import { useFormats } from "../../locale.tsx";
import { admin as adminWords } from "../../messages/admin.ts";
import { Moment } from "../../moment.tsx";

const { providers: words } = adminWords;

/** Why no calls are made, since when and until when. Nothing to say of an open gate. */
export function GateWhy({ gate: { reason, since, until } }: { gate: GateAnswer }) {
  const { time } = useFormats();
  if (reason === null && since === null && until === null) return null;
  return (
    <Text size="sm" component="div">
      {reason !== null && words.because(reason)}{" "}
      <Text component="span" size="sm" c="dimmed">
        {since !== null && (
          <>
            ({words.since} <Moment at={since} />)
          </>
        )}
        {until !== null && `(${words.until} ${time(Date.parse(until))})`}
      </Text>
    </Text>
  );
}

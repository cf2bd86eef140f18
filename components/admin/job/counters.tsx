"use client";

import { Table, Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import type { CounterCheck } from "#lib/admin/admin.types.ts";
import { useFormats } from "../../locale.tsx";
import { admin as adminWords } from "../../messages/admin.ts";
import { StackCell, StackTable } from "../../stack-table.tsx";
import { Board } from "../overview/board.tsx";
import styles from "./counters.module.css";

const { job: words } = adminWords;
const COUNTER = { label: words.counter };
const STORED = { label: words.stored, isNumber: true };
const RECOUNTED = { label: words.recounted, isNumber: true };
const CHECK = { label: words.check };

/** What the job says of itself beside a recount of its rows. What differs is told in word, sign and colour. */
export function Counters({ counters }: { counters: readonly CounterCheck[] }) {
  const { exact } = useFormats();
  const drifting = counters.filter(({ drift }) => drift !== null && drift !== 0).length;
  return (
    <Board id="counters" title={words.counters}>
      <Text size="sm" mb="xs" role="status" className={drifting > 0 ? styles.drift : styles.agrees}>
        {drifting > 0 ? <IconAlertTriangle size={16} aria-hidden /> : <IconCheck size={16} aria-hidden />}
        {drifting > 0 ? words.someDrift(exact(drifting), drifting === 1) : words.allAgree}
      </Text>
      <Text size="sm" c="dimmed" mb="xs">
        {words.countersText}
      </Text>
      <StackTable label={words.counters} columns={[COUNTER, STORED, RECOUNTED, CHECK]}>
        {counters.map(({ counter, stored, recounted, drift }) => (
          <Table.Tr key={counter} data-counter={counter} className={drift ? styles.row : undefined}>
            <Table.Th scope="row">{words.names[counter] ?? counter}</Table.Th>
            <StackCell of={STORED}>{exact(stored)}</StackCell>
            <StackCell of={RECOUNTED}>{recounted === null ? adminWords.none : exact(recounted)}</StackCell>
            <StackCell of={CHECK}>
              <Check drift={drift} />
            </StackCell>
          </Table.Tr>
        ))}
      </StackTable>
    </Board>
  );
}

function Check({ drift }: { drift: number | null }) {
  const { exact } = useFormats();
  if (drift === null) {
    return (
      <Text component="span" size="sm" c="dimmed" title={words.unknownHint}>
        {words.unknown}
      </Text>
    );
  }
  if (drift === 0) {
    return (
      <span className={styles.agrees}>
        <IconCheck size={15} aria-hidden /> {words.agrees}
      </span>
    );
  }
  return (
    <strong className={styles.drift} data-drift={drift}>
      <IconAlertTriangle size={15} aria-hidden />{" "}
      {words.drift(`${drift > 0 ? "+" : "−"}${exact(Math.abs(drift))}`)}
    </strong>
  );
}

"use client";

import { List, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { AdminJobAnswer } from "#lib/admin/admin.types.ts";
import { admin as adminWords } from "../../messages/admin.ts";
import { Board } from "../overview/board.tsx";
import styles from "./counters.module.css";

const { job: words } = adminWords;

/** Rules of the engine that the job's rows break. */
export function Violations({ violations }: Pick<AdminJobAnswer, "violations">) {
  return (
    <Board id="violations" title={words.violations}>
      {violations.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.noViolations}
        </Text>
      ) : (
        <List size="sm" listStyleType="none" spacing="xs">
          {violations.map(({ rule, subject, details }) => (
            <List.Item key={`${rule}:${subject}`} data-violation={rule}>
              <strong className={styles.drift}>
                <IconAlertTriangle size={15} aria-hidden /> {rule}
              </strong>
              <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
                {subject}: {JSON.stringify(details)}
              </Text>
            </List.Item>
          ))}
        </List>
      )}
    </Board>
  );
}

"use client";

import { Table } from "@mantine/core";
import type { ReactNode } from "react";
import styles from "./stack-table.module.css";

export interface StackColumn {
  label: string;
  /** What it means, where the label does not say it all. */
  hint?: string;
  isNumber?: boolean;
  /** Shown to screen readers alone. */
  isHidden?: boolean;
}

/** A table whose rows become cards where there is no room for columns. Cells carry their column's label. */
export function StackTable({
  label,
  columns,
  children,
}: {
  label: string;
  columns: readonly StackColumn[];
  /** Rows, of `StackCell`s and one row header each. */
  children: ReactNode;
}) {
  return (
    <div className={styles.frame}>
      <Table aria-label={label} fz="sm" verticalSpacing={8} horizontalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ label: name, hint, isNumber, isHidden }) => (
              <Table.Th key={name} scope="col" title={hint} className={isNumber ? "numeric" : undefined}>
                {isHidden ? <span className="visually-hidden">{name}</span> : name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </div>
  );
}

export function StackCell({ of, children }: { of: StackColumn; children: ReactNode }) {
  return (
    <Table.Td
      {...(of.isHidden ? {} : { "data-label": of.label })}
      className={of.isHidden ? styles.whole : of.isNumber ? "numeric" : undefined}
    >
      {children}
    </Table.Td>
  );
}

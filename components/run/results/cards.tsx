"use client";

import { Group, UnstyledButton } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { results as resultsWords } from "../../messages/results.ts";
import type { RunRow } from "../run-rows.ts";
import styles from "./cards.module.css";
import { Check } from "./check.tsx";
import { CreatorCell, EmailCell, MatchedCell } from "./column-cells.tsx";
import { EngagementCell, FollowersCell, ViewsCell } from "./number-cells.tsx";
import type { TableProps } from "./results-table.tsx";
import { useScrollTo } from "./use-scroll-to.ts";

const CARD_WIDTH_MIN = 270;
const CARD_PX = 196;
const OVERSCAN_LINES = 3;
const { columns } = resultsWords;

/** The same rows as cards, as many beside one another as there is room for. */
export default function Cards({
  rows,
  selection,
  activeKey,
  openKey,
  onOpen,
  onToggle,
  scroller,
  onScrolled,
}: TableProps) {
  const { ref, width } = useElementSize();
  const perLine = Math.max(1, Math.floor(width / CARD_WIDTH_MIN));
  const virtualizer = useVirtualizer({
    count: Math.ceil(rows.length / perLine),
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_PX,
    overscan: OVERSCAN_LINES,
  });
  useScrollTo(virtualizer.scrollToIndex, { rows, activeKey, perLine });
  return (
    <section
      ref={scroller}
      className={styles.scroller}
      aria-label={resultsWords.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={(event) => onScrolled(event.currentTarget.scrollTop > 0)}
    >
      <div ref={ref} style={{ height: virtualizer.getTotalSize(), position: "relative" }}>
        {virtualizer.getVirtualItems().map((line) => (
          <div
            key={line.key}
            className={styles.line}
            style={{
              transform: `translateY(${line.start}px)`,
              gridTemplateColumns: `repeat(${perLine}, 1fr)`,
            }}
          >
            {rows.slice(line.index * perLine, (line.index + 1) * perLine).map((row) => (
              <Card
                key={row.key}
                row={row}
                isSelected={selection.has(row.key)}
                isActive={row.key === activeKey}
                isOpen={row.key === openKey}
                onOpen={onOpen}
                onToggle={onToggle}
              />
            ))}
          </div>
        ))}
      </div>
    </section>
  );
}

function Card({
  row,
  isSelected,
  isActive,
  isOpen,
  onOpen,
  onToggle,
}: {
  row: RunRow;
  isSelected: boolean;
  isActive: boolean;
  isOpen: boolean;
  onOpen: (key: string) => void;
  onToggle: (key: string, isRange: boolean) => void;
}) {
  const details = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !isOpen && isActive) details.current?.focus({ preventScroll: true });
    wasOpen.current = isOpen;
  }, [isOpen, isActive]);
  return (
    <article
      className={styles.card}
      data-key={row.key}
      data-selected={isSelected || undefined}
      data-marked={isActive || isOpen || undefined}
    >
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <CreatorCell row={row} />
        <Check
          aria-label={resultsWords.select(row.profile.handle)}
          checked={isSelected}
          onChange={() => onToggle(row.key, false)}
        />
      </Group>
      <dl className={styles.numbers}>
        {[
          { name: columns.followers, Cell: FollowersCell },
          { name: columns.engagement, Cell: EngagementCell },
          { name: columns.views, Cell: ViewsCell },
        ].map(({ name, Cell }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Cell row={row} />
            </dd>
          </div>
        ))}
        <div className={styles.wide}>
          <dt>{columns.email}</dt>
          <dd>
            <EmailCell row={row} />
          </dd>
        </div>
      </dl>
      <Group justify="space-between" wrap="nowrap">
        <MatchedCell row={row} />
        <UnstyledButton
          ref={details}
          className={styles.more}
          onClick={() => onOpen(row.key)}
          aria-label={resultsWords.open(row.profile.handle)}
        >
          {resultsWords.details}
        </UnstyledButton>
      </Group>
    </article>
  );
}

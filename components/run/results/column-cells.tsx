"use client";

import { IconRosetteDiscountCheckFilled } from "@tabler/icons-react";
import { createContext, useContext } from "react";
import { webAddress } from "../../format.ts";
import { useFormats } from "../../locale.tsx";
import { results as resultsWords } from "../../messages/results.ts";
import { CreatorAvatar } from "../creator/creator-avatar.tsx";
import type { RunRow } from "../run-rows.ts";
import { Hint, MatchChip, Value } from "./cells.tsx";
import styles from "./column-cells.module.css";
import { placeText } from "./place-text.ts";

const { absent, cell, emailSources } = resultsWords;
const CHIPS_MAX = 2;

/** What the table's cells know beside their row. */
export const CellContext = createContext<{ platformNames: Readonly<Record<string, string>>; nowMs: number }>({
  platformNames: {},
  nowMs: 0,
});

export function CreatorCell({ row }: { row: RunRow }) {
  const { profile } = row;
  const address = webAddress(profile.profileUrl);
  return (
    <div className={styles.creator}>
      <CreatorAvatar profile={profile} size={34} />
      <div className={styles.names}>
        <span className={styles.handle}>
          {address === null ? (
            <span>@{profile.handle}</span>
          ) : (
            <a
              href={address}
              target="_blank"
              rel="noopener noreferrer nofollow"
              className={styles.link}
              tabIndex={-1}
            >
              @{profile.handle}
            </a>
          )}
          {profile.verified === true && (
            <IconRosetteDiscountCheckFilled
              size={15}
              color="var(--mantine-primary-color-filled)"
              role="img"
              aria-label={cell.verified}
            />
          )}
        </span>
        {row.filterReason !== null ? (
          <span className={styles.filtered} title={row.filterReason}>
            {cell.filtered(row.filterReason)}
          </span>
        ) : (
          <span className={styles.second}>{profile.displayName}</span>
        )}
      </div>
    </div>
  );
}

export function PlatformCell({ row }: { row: RunRow }) {
  const { platformNames } = useContext(CellContext);
  return platformNames[row.platform] ?? row.platform;
}

export function MatchedCell({ row }: { row: RunRow }) {
  const { exact } = useFormats();
  const rest = row.matchedOn.slice(CHIPS_MAX);
  return (
    <span className={styles.chips}>
      {row.matchedOn.slice(0, CHIPS_MAX).map(({ keyword, contents }) => (
        <MatchChip
          key={keyword}
          keyword={keyword}
          captions={contents.flatMap(({ caption }) => caption ?? [])}
        />
      ))}
      {rest.length > 0 && (
        <Hint text={rest.map(({ keyword }) => keyword).join(", ")}>{cell.more(exact(rest.length))}</Hint>
      )}
    </span>
  );
}

export function EmailCell({ row }: { row: RunRow }) {
  const [first, ...rest] = row.emails;
  return (
    <Value row={row} absent={absent.email}>
      {first && (
        <span className={styles.email}>
          <span className={styles.address} title={row.emails.map(({ address }) => address).join("\n")}>
            {first.address}
          </span>
          <span className={styles.source} title={first.original}>
            {emailSources[first.source]}
            {rest.length > 0 && ` ${cell.more(String(rest.length))}`}
          </span>
        </span>
      )}
    </Value>
  );
}

export function PlaceCell({ row }: { row: RunRow }) {
  const text = placeText(row.profile);
  return (
    <Value row={row} absent={absent.place}>
      {text !== null && <span title={text.title}>{text.short}</span>}
    </Value>
  );
}

export function LastPostCell({ row }: { row: RunRow }) {
  const { ago, date } = useFormats();
  const { nowMs } = useContext(CellContext);
  const { lastPostAt } = row.profile;
  return (
    <Value row={row} absent={absent.lastPost}>
      {lastPostAt !== null && <Hint text={date(lastPostAt)}>{ago(lastPostAt, nowMs)}</Hint>}
    </Value>
  );
}

export function AgeCell({ row }: { row: RunRow }) {
  const { ago, dateTime } = useFormats();
  const { nowMs } = useContext(CellContext);
  return (
    <Value row={row} absent={resultsWords.panel.notEnriched}>
      {row.enrichedAt !== null && (
        <Hint text={`${dateTime(row.enrichedAt)}, ${row.fromCache ? cell.fromCache : cell.fresh}`}>
          {ago(row.enrichedAt, nowMs)}
        </Hint>
      )}
    </Value>
  );
}

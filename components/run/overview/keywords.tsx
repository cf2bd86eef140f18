"use client";

import { Button, Group, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useFormats } from "../../locale.tsx";
import { run as runWords } from "../../messages/run.ts";
import { type KeywordLine, linesOf } from "./keyword-lines.ts";
import { KeywordSign } from "./keyword-sign.tsx";
import styles from "./keywords.module.css";
import type { RunPart } from "./use-parts.ts";

const { keywords: words, keywordStates } = runWords;
const KeywordGrid = dynamic(() => import("./keyword-grid.tsx"), { ssr: false });
const CHIPS_MAX = 12;

/** Every keyword with its state at a glance, and on demand what each found, brought and cost. */
export function Keywords({
  parts,
  names,
  onFilter,
}: {
  parts: readonly RunPart[];
  names: Readonly<Record<string, string>>;
  onFilter: (keyword: string, platform: string) => void;
}) {
  const { exact } = useFormats();
  const [isOpen, { toggle }] = useDisclosure();
  const lines = linesOf(parts, names);
  if (lines.length === 0) return null;
  // What failed is never folded away.
  const shown = lines.filter(({ known }, index) => index < CHIPS_MAX || known?.status === "failed");
  return (
    <div>
      <Group gap={6} wrap="wrap">
        {shown.map((line) => (
          <Chip key={line.key} line={line} onFilter={onFilter} />
        ))}
        <Button
          variant="subtle"
          size="compact-xs"
          onClick={toggle}
          aria-expanded={isOpen}
          rightSection={
            isOpen ? <IconChevronUp size={14} aria-hidden /> : <IconChevronDown size={14} aria-hidden />
          }
        >
          {isOpen ? words.fewer : words.show(lines.length, exact(lines.length))}
        </Button>
      </Group>
      {isOpen && <KeywordGrid lines={lines} onFilter={onFilter} />}
    </div>
  );
}

function Chip({
  line,
  onFilter,
}: {
  line: KeywordLine;
  onFilter: (keyword: string, platform: string) => void;
}) {
  const { exact } = useFormats();
  const { keyword, known, platform, isSeveral } = line;
  const about = known
    ? `${keywordStates[known.status]}, ${words.brought(exact(known.found), exact(known.unique))}`
    : words.unknown;
  return (
    <UnstyledButton
      className={styles.chip}
      data-state={known?.status}
      title={[about, known?.error, known?.reason && words.suggested(known.reason)].filter(Boolean).join("\n")}
      onClick={() => onFilter(keyword, line.platformId)}
    >
      <KeywordSign status={known?.status ?? "waiting"} />
      {keyword}
      {isSeveral && <span className={styles.platform}>{platform}</span>}
      <span className={styles.count}>{known && exact(known.unique)}</span>
      <span className="visually-hidden">{about}</span>
    </UnstyledButton>
  );
}

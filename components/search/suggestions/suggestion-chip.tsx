"use client";

import { CloseButton, Tooltip, UnstyledButton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useId } from "react";
import { search as searchWords } from "../../messages/search.ts";
import styles from "./suggestions.module.css";

const { suggest: words } = searchWords;
/** What takes a suggestion. */
export const SUGGESTION_ADD = "[data-suggestion-add]";

/** Taken by its name, dismissed by its cross; the reason shows on hover and focus, and is read out. */
export function SuggestionChip({
  keyword,
  reason,
  isFull,
  onAdd,
  onDismiss,
}: {
  keyword: string;
  reason: string;
  isFull: boolean;
  onAdd: () => void;
  onDismiss: () => void;
}) {
  const id = useId();
  return (
    <li className={styles.chip}>
      <Tooltip label={reason} multiline maw={280} events={{ hover: true, focus: true, touch: true }}>
        <UnstyledButton
          data-suggestion-add
          className={styles.add}
          disabled={isFull}
          onClick={onAdd}
          aria-label={words.add(keyword)}
          aria-describedby={id}
        >
          <IconPlus size={14} aria-hidden />
          {keyword}
        </UnstyledButton>
      </Tooltip>
      <span id={id} hidden>
        {reason}
      </span>
      <CloseButton size="xs" radius="xl" aria-label={words.dismiss(keyword)} onClick={onDismiss} />
    </li>
  );
}

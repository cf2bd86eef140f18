"use client";

import { Alert, Button, Group, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ApiError } from "../api-client.ts";
import { Dialog } from "../dialog.tsx";
import { campaigns as campaignsWords } from "../messages/campaigns.ts";

const NAME_MAX = 80;
const NAME_FIELD = /^name: (.)/;
const { dialog: words } = campaignsWords;

/** Asks for the name of a campaign; closes when it was taken, and says why where it was not. */
export default function NameDialog({
  title,
  submitLabel,
  name = "",
  onSubmit,
  onClose,
}: {
  title: string;
  submitLabel: string;
  name?: string;
  /** Rejects with what to tell. */
  onSubmit: (name: string) => Promise<void>;
  onClose: () => void;
}) {
  const [value, setValue] = useState(name);
  const [isAsking, setIsAsking] = useState(false);
  const [error, setError] = useState<{ text: string; isOfName: boolean } | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (value.trim() === "") return setError({ text: words.blank, isOfName: true });
    setIsAsking(true);
    setError(null);
    try {
      await onSubmit(value.trim());
      onClose();
    } catch (failure) {
      setError(errorOf(failure));
      setIsAsking(false);
    }
  }

  return (
    <Dialog title={title} closeLabel={words.close} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack>
          <TextInput
            label={words.name}
            description={words.hint}
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
            error={error?.isOfName ? error.text : undefined}
            maxLength={NAME_MAX}
            autoComplete="off"
            data-autofocus
          />
          {error && !error.isOfName && (
            <Alert color="red" role="alert">
              {error.text}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {words.cancel}
            </Button>
            <Button type="submit" loading={isAsking}>
              {submitLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

/** Beside the field its name need not be said again. */
function errorOf(failure: unknown): { text: string; isOfName: boolean } {
  const message = failure instanceof Error ? failure.message : String(failure);
  const isOfName = failure instanceof ApiError && failure.field === "name";
  return {
    text: isOfName ? message.replace(NAME_FIELD, (_, first) => first.toUpperCase()) : message,
    isOfName,
  };
}

"use client";

import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { ProviderSwitchBody } from "#lib/admin/admin.types.ts";
import { postJson } from "../../api-client.ts";
import { Dialog } from "../../dialog.tsx";
import { admin as adminWords } from "../../messages/admin.ts";

const REASON_MAX = 200;
const { providers: words } = adminWords;

/** What the switch does, and the reason that people are told; stays open with what went wrong. */
export default function SwitchDialog({
  provider,
  name,
  isStop,
  onClose,
  onSwitched,
}: {
  provider: string;
  name: string;
  isStop: boolean;
  onClose: () => void;
  onSwitched: () => void;
}) {
  const [reason, setReason] = useState("");
  const [isAsking, setIsAsking] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setIsAsking(true);
    setError(null);
    const given = reason.trim();
    const body: ProviderSwitchBody =
      isStop && given !== "" ? { stopped: true, reason: given } : { stopped: isStop };
    try {
      await postJson(`/api/v2/admin/providers/${encodeURIComponent(provider)}`, body);
      onSwitched();
      onClose();
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
      setIsAsking(false);
    }
  }

  return (
    <Dialog
      title={isStop ? words.stopTitle(name) : words.startTitle(name)}
      closeLabel={words.close}
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <Text size="sm">{isStop ? words.stopText : words.startText}</Text>
          {isStop && (
            <TextInput
              label={words.reason}
              description={words.reasonHint}
              placeholder={words.reasonPlaceholder}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              maxLength={REASON_MAX}
              autoComplete="off"
              data-autofocus
            />
          )}
          {error !== null && (
            <Alert color="red" role="alert">
              {error}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {words.cancel}
            </Button>
            <Button type="submit" color={isStop ? "red.9" : "tide"} loading={isAsking}>
              {isStop ? words.stop : words.start}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

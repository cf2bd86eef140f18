import { Avatar, UnstyledButton, type UnstyledButtonProps } from "@mantine/core";
import type { ComponentProps } from "react";
import { messages } from "../messages/index.ts";
import type { Person } from "./app-frame.tsx";

/** Whoever is signed in, as a button. */
export function AccountButton({
  person,
  ...button
}: { person: Person } & UnstyledButtonProps & ComponentProps<"button">) {
  return (
    <UnstyledButton aria-label={messages.shell.account.menu(person.name)} aria-haspopup="menu" {...button}>
      <Avatar name={person.name} color="tide" size={32} radius="xl" aria-hidden />
    </UnstyledButton>
  );
}

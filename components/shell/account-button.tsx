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
    <UnstyledButton aria-haspopup="menu" {...button}>
      <span className="visually-hidden">{messages.shell.account.menu(person.name)}</span>
      <Avatar name={person.name} color="tide" size={32} radius="xl" aria-hidden />
    </UnstyledButton>
  );
}

import { UnstyledButton, type UnstyledButtonProps } from "@mantine/core";
import type { ComponentProps } from "react";
import { Avatar } from "../avatar.tsx";
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
      <Avatar source={null} name={person.name} size={32} />
    </UnstyledButton>
  );
}

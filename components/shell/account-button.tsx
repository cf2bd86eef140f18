import { UnstyledButton, type UnstyledButtonProps } from "@mantine/core";
import type { ComponentProps } from "react";
import { Avatar } from "../avatar.tsx";
import { shell as shellWords } from "../messages/shell.ts";
import type { Person } from "./app-frame.tsx";

/** Whoever is signed in, as a button. */
export function AccountButton({
  person,
  ...button
}: { person: Person } & UnstyledButtonProps & ComponentProps<"button">) {
  return (
    <UnstyledButton aria-haspopup="menu" {...button}>
      <span className="visually-hidden">{shellWords.account.menu(person.name)}</span>
      <Avatar source={null} name={person.name} size={32} />
    </UnstyledButton>
  );
}

"use client";

import { Menu, useMantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconLogout, IconMoon, IconSun } from "@tabler/icons-react";
import { shell as shellWords } from "../messages/shell.ts";
import { AccountButton } from "./account-button.tsx";
import type { Person } from "./app-frame.tsx";

const ICON_PX = 16;
const { account } = shellWords;
const SCHEMES = [
  { scheme: "light", label: account.light, Icon: IconSun },
  { scheme: "dark", label: account.dark, Icon: IconMoon },
  { scheme: "auto", label: account.auto, Icon: IconDeviceDesktop },
] as const;

/** The menu, open from the start: it is loaded when it is first asked for. */
export default function AccountDropdown({
  person,
  signOut,
}: {
  person: Person;
  signOut: () => Promise<void>;
}) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu
      defaultOpened
      position="bottom-end"
      width={240}
      // Within the banner, and with nothing but its items to step to.
      withinPortal={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <AccountButton person={person} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {person.name}
          <br />
          {person.email}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>{account.theme}</Menu.Label>
        {SCHEMES.map(({ scheme, label, Icon }) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon size={ICON_PX} aria-hidden />}
            onClick={() => setColorScheme(scheme)}
            aria-current={colorScheme === scheme ? "true" : undefined}
            fw={colorScheme === scheme ? 650 : undefined}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={ICON_PX} aria-hidden />} onClick={() => void signOut()}>
          {account.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

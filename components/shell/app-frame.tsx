"use client";

import { AppShell, Burger, Group, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import Link from "next/link";
import type { ReactNode } from "react";
import { messages } from "../messages/index.ts";
import { Mark } from "../theme/mark.tsx";
import { AccountMenu } from "./account-menu.tsx";
import styles from "./app-frame.module.css";
import { Help } from "./help.tsx";
import { Navigation } from "./navigation.tsx";
import { OfflineNotice } from "./offline-notice.tsx";
import { Palette } from "./palette.tsx";
import { SampleNotice } from "./sample-notice.tsx";
import { Usage } from "./usage.tsx";

const HEADER_PX = 56;
const NAVBAR_PX = 216;

export interface Person {
  name: string;
  email: string;
  isAdmin: boolean;
}

/** What stands around every page: where one is, who one is, what is left to use, and how to get elsewhere. */
export function AppFrame({
  person,
  isSampleData,
  signOut,
  children,
}: {
  person: Person;
  isSampleData: boolean;
  signOut: () => Promise<void>;
  children: ReactNode;
}) {
  const [isOpen, { toggle, close }] = useDisclosure();
  const shell = messages.shell;
  return (
    <AppShell
      header={{ height: HEADER_PX }}
      navbar={{ width: NAVBAR_PX, breakpoint: "sm", collapsed: { mobile: !isOpen } }}
      padding="lg"
    >
      <a href="#content" className={styles.skip}>
        {shell.skipToContent}
      </a>
      <AppShell.Header className={styles.header}>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={shell.openNavigation}
            />
            <UnstyledButton component={Link} href="/search" className={styles.brand}>
              <Mark />
              {shell.name}
            </UnstyledButton>
          </Group>
          <Palette isAdmin={person.isAdmin} />
          <Group gap="xs" wrap="nowrap">
            <Help />
            <AccountMenu person={person} signOut={signOut} />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" className={styles.navbar}>
        <Navigation isAdmin={person.isAdmin} onGo={close} />
        <Usage />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className={styles.main}>
        <OfflineNotice />
        {isSampleData && <SampleNotice />}
        {children}
      </AppShell.Main>
    </AppShell>
  );
}

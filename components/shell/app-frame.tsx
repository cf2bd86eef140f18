"use client";

import { Burger, Group, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import Link from "next/link";
import type { ReactNode } from "react";
import { shell as shellWords } from "../messages/shell.ts";
import { Mark } from "../theme/mark.tsx";
import { AccountMenu } from "./account-menu.tsx";
import styles from "./app-frame.module.css";
import { Help } from "./help.tsx";
import { Navigation } from "./navigation.tsx";
import { OfflineNotice } from "./offline-notice.tsx";
import { Palette } from "./palette.tsx";
import { SampleNotice } from "./sample-notice.tsx";
import { Usage } from "./usage.tsx";

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
  const shell = shellWords;
  return (
    <div className={styles.frame}>
      <a href="#content" className={styles.skip}>
        {shell.skipToContent}
      </a>
      <header className={styles.header}>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={isOpen}
              onClick={toggle}
              aria-expanded={isOpen}
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
      </header>
      <div className={styles.navbar} data-open={isOpen || undefined}>
        <Navigation isAdmin={person.isAdmin} onGo={close} />
        <Usage />
      </div>
      <main id="content" tabIndex={-1} className={styles.main}>
        <OfflineNotice />
        {isSampleData && <SampleNotice />}
        {children}
      </main>
    </div>
  );
}

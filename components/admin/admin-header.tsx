"use client";

import { Anchor, Group, Title } from "@mantine/core";
import Link from "next/link";
import type { ReactNode } from "react";
import { admin as words } from "../messages/admin.ts";
import styles from "./admin-header.module.css";

const PAGES = {
  overview: "/admin",
  jobs: "/admin/jobs",
  tasks: "/admin/tasks",
  calls: "/admin/calls",
} as const;
export type AdminPage = keyof typeof PAGES;

/** The title of an admins' page, the way to the others, and what the page adds. */
export function AdminHeader({
  title,
  here,
  children,
}: {
  title: string;
  here: AdminPage;
  children: ReactNode;
}) {
  return (
    <Group justify="space-between" gap="sm">
      <Group gap="lg" align="baseline">
        <Title order={1}>{title}</Title>
        <nav aria-label={words.pages.label} className={styles.pages}>
          {Object.entries(PAGES).map(([page, href]) => (
            <Anchor
              key={page}
              component={Link}
              href={href}
              size="sm"
              aria-current={page === here ? "page" : undefined}
            >
              {words.pages[page as AdminPage]}
            </Anchor>
          ))}
        </nav>
      </Group>
      {children}
    </Group>
  );
}

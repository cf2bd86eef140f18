"use client";

import { Anchor, Group, Title } from "@mantine/core";
import Link from "next/link";
import type { ReactNode } from "react";
import { admin as words } from "../messages/admin.ts";
import styles from "./admin-header.module.css";

/** The title of an admins' page, the way to the other one, and what the page adds. */
export function AdminHeader({
  title,
  here,
  children,
}: {
  title: string;
  here: "overview" | "jobs";
  children: ReactNode;
}) {
  return (
    <Group justify="space-between" gap="sm">
      <Group gap="lg" align="baseline">
        <Title order={1}>{title}</Title>
        <nav aria-label={words.pages.label} className={styles.pages}>
          <Anchor
            component={Link}
            href="/admin"
            size="sm"
            aria-current={here === "overview" ? "page" : undefined}
          >
            {words.pages.overview}
          </Anchor>
          <Anchor
            component={Link}
            href="/admin/jobs"
            size="sm"
            aria-current={here === "jobs" ? "page" : undefined}
          >
            {words.pages.jobs}
          </Anchor>
        </nav>
      </Group>
      {children}
    </Group>
  );
}

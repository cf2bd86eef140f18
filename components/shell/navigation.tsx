"use client";

import { NavLink, Stack } from "@mantine/core";
import { IconFolders, IconGauge, IconListDetails, IconSearch } from "@tabler/icons-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { messages } from "../messages/index.ts";

const ICON_PX = 18;
const { navigation } = messages.shell;

export const PAGES = [
  { href: "/search", label: navigation.search, Icon: IconSearch, isForAdmins: false },
  { href: "/jobs", label: navigation.jobs, Icon: IconListDetails, isForAdmins: false },
  { href: "/campaigns", label: navigation.campaigns, Icon: IconFolders, isForAdmins: false },
  { href: "/admin", label: navigation.admin, Icon: IconGauge, isForAdmins: true },
] as const;

export function Navigation({ isAdmin, onGo }: { isAdmin: boolean; onGo: () => void }) {
  const path = usePathname();
  return (
    <nav aria-label={navigation.label}>
      <Stack gap={2}>
        {PAGES.filter(({ isForAdmins }) => isAdmin || !isForAdmins).map(({ href, label, Icon }) => {
          const isHere = path === href || path.startsWith(`${href}/`);
          return (
            <NavLink
              key={href}
              component={Link}
              href={href}
              label={label}
              leftSection={<Icon size={ICON_PX} stroke={1.75} aria-hidden />}
              active={isHere}
              aria-current={isHere ? "page" : undefined}
              onClick={onGo}
            />
          );
        })}
      </Stack>
    </nav>
  );
}

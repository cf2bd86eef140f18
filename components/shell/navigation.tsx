"use client";

import { IconFolders, IconGauge, IconListDetails, IconSearch } from "@tabler/icons-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { shell as shellWords } from "../messages/shell.ts";
import styles from "./navigation.module.css";

const ICON_PX = 18;
const { navigation } = shellWords;

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
      <ul className={styles.list}>
        {PAGES.filter(({ isForAdmins }) => isAdmin || !isForAdmins).map(({ href, label, Icon }) => {
          const isHere = path === href || path.startsWith(`${href}/`);
          return (
            <li key={href}>
              <Link
                href={href}
                className={styles.link}
                aria-current={isHere ? "page" : undefined}
                onClick={onGo}
              >
                <Icon size={ICON_PX} stroke={1.75} aria-hidden />
                {label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { AccountButton } from "./account-button.tsx";
import type { Person } from "./app-frame.tsx";

const AccountDropdown = dynamic(() => import("./account-dropdown.tsx"), { ssr: false });

/** Few open it on a page, so the page does not wait for it. */
export function AccountMenu({ person, signOut }: { person: Person; signOut: () => Promise<void> }) {
  const [isWanted, setIsWanted] = useState(false);
  if (isWanted) return <AccountDropdown person={person} signOut={signOut} />;
  return <AccountButton person={person} onClick={() => setIsWanted(true)} />;
}

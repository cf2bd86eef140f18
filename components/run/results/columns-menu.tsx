"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { ColumnsButton } from "./columns-button.tsx";
import type { TableControl } from "./use-table.ts";

const ColumnsDropdown = dynamic(() => import("./columns-dropdown.tsx"), { ssr: false });

/** Shows, hides and orders columns; the device remembers. */
export function ColumnsMenu({ results }: { results: TableControl }) {
  const [isWanted, setIsWanted] = useState(false);
  if (isWanted) return <ColumnsDropdown results={results} />;
  return <ColumnsButton onClick={() => setIsWanted(true)} />;
}

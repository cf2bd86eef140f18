"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { ColumnsButton } from "./columns-button.tsx";
import type { ColumnControl } from "./use-columns.ts";

const ColumnsDropdown = dynamic(() => import("./columns-dropdown.tsx"), { ssr: false });

/** Shows, hides and orders columns; the device remembers. */
export function ColumnsMenu({ columns }: { columns: ColumnControl }) {
  const [isWanted, setIsWanted] = useState(false);
  if (isWanted) return <ColumnsDropdown columns={columns} />;
  return <ColumnsButton onClick={() => setIsWanted(true)} />;
}

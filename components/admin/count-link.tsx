"use client";

import { Anchor } from "@mantine/core";
import Link from "next/link";
import { useFormats } from "../locale.tsx";

/** A number that leads to the rows behind it; nothing is behind 0. */
export function CountLink({ value, href, label }: { value: number; href: string; label: string }) {
  const { exact } = useFormats();
  if (value === 0) return exact(0);
  return (
    <Anchor component={Link} href={href} size="sm" inherit aria-label={`${exact(value)}, ${label}`}>
      {exact(value)}
    </Anchor>
  );
}

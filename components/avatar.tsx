"use client";

import { useState } from "react";
import styles from "./avatar.module.css";

/** A picture, or where it cannot be had the initials. Decorative: the name stands beside it. */
export function Avatar({ source, name, size }: { source: string | null; name: string; size: number }) {
  const [missing, setMissing] = useState<string | null>(null);
  return (
    <span className={styles.avatar} style={{ width: size, height: size, fontSize: size / 2.5 }} aria-hidden>
      {source !== null && source !== missing ? (
        // biome-ignore lint/performance/noImgElement: the avatar route has it in its size, and a list has thousands
        <img
          src={source}
          alt=""
          width={size}
          height={size}
          loading="lazy"
          decoding="async"
          onError={() => setMissing(source)}
        />
      ) : (
        initialsOf(name)
      )}
    </span>
  );
}

/** Of the first two words that begin with a letter or a number: names are full of other signs. */
function initialsOf(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase())
    .join("");
}

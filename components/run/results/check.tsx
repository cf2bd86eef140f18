import type { ComponentProps } from "react";
import styles from "./check.module.css";

/** The browser's own box: there is one in every row, and it costs nothing to draw. */
export function Check({
  isMixed = false,
  ...input
}: { isMixed?: boolean } & Omit<ComponentProps<"input">, "type" | "className">) {
  return (
    <input
      ref={(element) => {
        if (element) element.indeterminate = isMixed;
      }}
      type="checkbox"
      className={styles.check}
      {...input}
    />
  );
}

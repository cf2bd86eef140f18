import { type ComponentProps, useEffect, useRef } from "react";
import styles from "./check.module.css";

/** The browser's own box: there is one in every row, and it costs nothing to draw. */
export function Check({
  isMixed = false,
  ...input
}: { isMixed?: boolean } & Omit<ComponentProps<"input">, "type" | "className">) {
  const element = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (element.current) element.current.indeterminate = isMixed;
  }, [isMixed]);
  return <input ref={element} type="checkbox" className={styles.check} {...input} />;
}

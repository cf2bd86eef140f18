"use client";

import { shell as shellWords } from "#components/messages/shell.ts";
import styles from "./error.module.css";

const { error: words } = shellWords;

/** Loaded with every page, for the case that all of it fails: so of plain elements. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <main className={styles.main} role="alert">
      <h1>{words.whole}</h1>
      <p>{words.logged(error.digest)}</p>
      <button type="button" onClick={reset}>
        {words.again}
      </button>
    </main>
  );
}

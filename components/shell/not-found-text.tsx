import Link from "next/link";
import { shell as shellWords } from "../messages/shell.ts";
import styles from "./not-found-text.module.css";

const { notFound } = shellWords;

/** Comes with every page, for the case that there is none: so of plain elements. */
export function NotFoundText() {
  return (
    <>
      <h1 className={styles.title}>{notFound.title}</h1>
      <p>{notFound.text}</p>
      <Link href="/search" className={styles.link}>
        {notFound.back}
      </Link>
    </>
  );
}

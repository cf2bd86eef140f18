import { NotFoundText } from "#components/shell/not-found-text.tsx";
import styles from "./error.module.css";

export default function NotFound() {
  return (
    <main className={styles.main}>
      <NotFoundText />
    </main>
  );
}

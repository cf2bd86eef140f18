import { memo } from "react";
import styles from "./list.module.css";
import type { Row } from "./row.ts";

/** The columns that the product shows at first, of plain elements. */
export const Line = memo(function Line({ row }: { row: Row }) {
  return (
    <tr className={styles.row} data-key={row.key}>
      <td>
        <input type="checkbox" aria-label={row.handle} />
      </td>
      <th scope="row">
        <div className={styles.creator}>
          <span className={styles.picture}>{row.initials}</span>
          <div className={styles.names}>
            <a href={`https://example.org/${row.handle}`}>{row.handle}</a>
            <span>{row.name}</span>
          </div>
        </div>
      </th>
      <td>{row.platform}</td>
      <td className={styles.number}>
        <span title={row.followers}>{row.followers}</span>
      </td>
      <td className={styles.number}>
        <span title={row.engagement}>{row.engagement}</span>
      </td>
      <td className={styles.number}>
        <span title={row.views}>{row.views}</span>
      </td>
      <td>
        <span className={styles.chips}>
          {row.matched.map((word) => (
            <span key={word} className={styles.chip} title={row.about}>
              {word}
            </span>
          ))}
        </span>
      </td>
      <td>
        {row.email === null ? (
          <span title="No e-mail">–</span>
        ) : (
          <span className={styles.chips}>
            <span title={row.email}>{row.email}</span>
            <span className={styles.chip}>bio</span>
          </span>
        )}
      </td>
      <td>
        <span title={row.place}>{row.place}</span>
      </td>
      <td>
        <span title={row.lastPost}>{row.lastPost}</span>
      </td>
      <td>
        <span title={row.age}>{row.age}</span>
      </td>
    </tr>
  );
});

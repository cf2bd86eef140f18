import { jobs as jobsWords } from "../messages/jobs.ts";
import type { StackColumn } from "../stack-table.tsx";

const { columns: words } = jobsWords;

/** Of the table of searches, in their order; the first names its row. */
export const JOB_COLUMNS = {
  search: { label: words.search },
  state: { label: words.state },
  found: { label: words.found, isNumber: true },
  emails: { label: words.emails, isNumber: true },
  cost: { label: words.cost, hint: words.costHint, isNumber: true },
  by: { label: words.by },
  when: { label: words.when },
  acts: { label: words.acts, isHidden: true },
} as const satisfies Record<string, StackColumn>;

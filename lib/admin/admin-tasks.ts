import type { Caller } from "#lib/auth/index.ts";
import { pageOf, parseCursor, type Transaction } from "#lib/db/index.ts";
import { readAsAdmin } from "./as-admin.ts";
import { requireKnownNames } from "./require-filter.ts";
import type { AdminTaskChoice } from "./row-choices.types.ts";
import { isDue } from "./task-board.ts";
import type { AdminTask, AdminTasksAnswer, AdminTasksQuery } from "./task-rows.types.ts";

type Moments = "createdAt" | "startedAt" | "finishedAt";
type StoredTask = Omit<AdminTask, Moments> & {
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  cursorAt: string;
};

const ENDED: ReadonlySet<AdminTaskChoice> = new Set(["done", "failed", "cancelled"]);

/**
 * The tasks of all accounts that are so: open ones from the oldest on, those that have ended from the newest.
 * @throws AppError `not_found` for who is no admin; `bad_request` for a name or a cursor that there is not
 */
export async function listAdminTasks(caller: Caller, query: AdminTasksQuery): Promise<AdminTasksAnswer> {
  requireKnownNames(query);
  const after = query.cursor ? parseCursor(query.cursor) : null;
  const hasEnded = ENDED.has(query.state);
  const rows = await readAsAdmin(caller, (transaction) => {
    const moment = transaction(hasEnded ? "finished_at" : "created_at");
    const direction = hasEnded ? transaction`desc` : transaction`asc`;
    const beyond = hasEnded ? transaction`<` : transaction`>`;
    return transaction<StoredTask[]>`
      select t.id as task_id, t.job_id, (select name from accounts where id = t.account_id) as account_name, t.provider, t.kind, t.state, t.keyword,
        case when t.kind = 'enrich' then jsonb_array_length(t.payload -> 'creatorIds') end as creator_count,
        t.attempts, t.worker, t.cost, t.error, t.created_at, t.started_at, t.finished_at,
        t.${moment}::text as cursor_at
      from (
        select * from job_tasks where ${isSo(transaction, query)}
          ${after ? transaction`and (${moment}, id) ${beyond} (${after.createdAt}::text::timestamptz, ${after.id}::uuid)` : transaction``}
        order by ${moment} ${direction}, id ${direction} limit ${query.limit + 1}
      ) t
      order by t.${moment} ${direction}, t.id ${direction}`;
  });
  const { page, nextCursor } = pageOf(rows, query.limit, ({ taskId }) => ({ id: taskId }));
  return { tasks: page.map(toAdminTask), nextCursor };
}

/** Each condition only where it is asked for; that of the partial index also where a state says as much. */
function isSo(transaction: Transaction, { state, kind, provider, reason, worker, hours }: AdminTasksQuery) {
  const none = transaction``;
  const isOpen = transaction`state in ('pending', 'parked', 'running')`;
  return transaction`
    ${
      ENDED.has(state)
        ? transaction`state = ${state} and finished_at > statement_timestamp() - ${hours} * interval '1 hour'`
        : isOpen
    }
    ${state === "due" ? transaction`and ${isDue(transaction)}` : none}
    ${state === "pending" || state === "parked" || state === "running" ? transaction`and state = ${state}` : none}
    ${kind === undefined ? none : transaction`and kind = ${kind}`}
    ${provider === undefined ? none : transaction`and provider = ${provider}`}
    ${reason === undefined ? none : transaction`and coalesce(error_code, 'failed') = ${reason}`}
    ${worker === undefined ? none : transaction`and worker = ${worker}`}`;
}

function toAdminTask({ cursorAt: _, ...task }: StoredTask): AdminTask {
  return {
    ...task,
    createdAt: task.createdAt.toISOString(),
    startedAt: task.startedAt?.toISOString() ?? null,
    finishedAt: task.finishedAt?.toISOString() ?? null,
  };
}

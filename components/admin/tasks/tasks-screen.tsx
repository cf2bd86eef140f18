"use client";

import type { AdminTasksAnswer } from "#lib/admin/task-rows.types.ts";
import { admin as adminWords } from "../../messages/admin.ts";
import { pathWith } from "../../query.ts";
import { ListFrame } from "../list-frame.tsx";
import { useList } from "../use-list.ts";
import { TaskFilters } from "./task-filters.tsx";
import { TaskTable } from "./task-table.tsx";
import { useTaskChoice } from "./use-task-choice.ts";

const { taskList: words } = adminWords;

/** The tasks of all accounts: the rows behind the numbers of the overview. */
export function TasksScreen() {
  const control = useTaskChoice();
  const list = useList<AdminTasksAnswer>(pathWith("/api/v2/admin/tasks", control.choice));
  const tasks = list.pages?.flatMap((page) => page.tasks);
  return (
    <ListFrame
      title={words.title}
      here="tasks"
      list={list}
      count={tasks?.length}
      none={words.none}
      choice={<TaskFilters control={control} />}
    >
      <TaskTable tasks={tasks ?? []} />
    </ListFrame>
  );
}

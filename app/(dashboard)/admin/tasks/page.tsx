import type { Metadata } from "next";
import { TasksScreen } from "#components/admin/tasks/tasks-screen.tsx";
import { messages } from "#components/messages/index.ts";
import { pageAdmin } from "../../../_parts/page-admin.ts";

export const metadata: Metadata = { title: messages.admin.taskList.title };

export default async function AdminTasksPage() {
  await pageAdmin("/admin/tasks");
  return <TasksScreen />;
}

"use client";

import { Stack } from "@mantine/core";
import type { AdminOverview } from "#lib/admin/admin.types.ts";
import { LoadError } from "../../load-state.tsx";
import { admin as adminWords } from "../../messages/admin.ts";
import { Region } from "../../region-error.tsx";
import { AdminHeader } from "../admin-header.tsx";
import { RefreshControl } from "../refresh-control.tsx";
import { useLive } from "../use-live.ts";
import { useRefresh } from "../use-refresh.ts";
import { AtAGlance } from "./at-a-glance.tsx";
import { FailuresBoard } from "./failures-board.tsx";
import { JobsBoard } from "./jobs-board.tsx";
import { NoticesBoard } from "./notices-board.tsx";
import { ProvidersBoard } from "./providers-board.tsx";
import { TasksBoard } from "./tasks-board.tsx";
import { WorkersBoard } from "./workers-board.tsx";

/** How everything is, over all accounts. */
export function OverviewScreen({ initial }: { initial: AdminOverview }) {
  const control = useRefresh();
  const { refreshMs } = control;
  const live = useLive<AdminOverview>("/api/v2/admin/overview", { refreshMs, initial });
  const overview = live.data ?? initial;
  return (
    <Stack gap="sm">
      <AdminHeader title={adminWords.title} here="overview">
        <RefreshControl
          control={control}
          atMs={live.atMs}
          isAsking={live.isAsking}
          onRefresh={live.refresh}
        />
      </AdminHeader>
      {live.error && <LoadError error={live.error} isAsking={live.isAsking} onRetry={live.refresh} />}
      <Region>
        <AtAGlance overview={overview} />
      </Region>
      <ProvidersBoard
        providers={overview.providers}
        allProviders={overview.allProviders}
        onSwitched={live.refresh}
      />
      <FailuresBoard refreshMs={refreshMs} onChanged={live.refresh} />
      <JobsBoard jobs={overview.jobs} />
      <TasksBoard tasks={overview.tasks} />
      <WorkersBoard workers={overview.workers} />
      <NoticesBoard refreshMs={refreshMs} />
    </Stack>
  );
}

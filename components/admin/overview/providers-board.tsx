"use client";

import { Group, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import type { AdminOverview } from "#lib/admin/admin.types.ts";
import { admin as adminWords } from "../../messages/admin.ts";
import { Board } from "./board.tsx";
import { GateBadge } from "./gate-badge.tsx";
import { GateWhy } from "./gate-why.tsx";
import { ProviderCard } from "./provider-card.tsx";
import { ProviderSwitch } from "./provider-switch.tsx";

const ALL = "all";
const { providers: words } = adminWords;

/** The one switch for all paid calls, and each provider with its own. */
export function ProvidersBoard({
  providers,
  allProviders,
  onSwitched,
}: Pick<AdminOverview, "providers" | "allProviders"> & { onSwitched: () => void }) {
  return (
    <Board id="providers" title={words.title}>
      <Stack gap="sm">
        <Paper withBorder p="sm" data-provider={ALL}>
          <Group justify="space-between" gap="sm">
            <div>
              <Group gap="xs">
                <Title order={3}>{words.all}</Title>
                <GateBadge state={allProviders.state} />
              </Group>
              <Text size="sm" c="dimmed">
                {words.allText}
              </Text>
              <GateWhy gate={allProviders} />
            </div>
            <ProviderSwitch
              provider={ALL}
              name={words.allName}
              stopLabel={words.stopAll}
              gate={allProviders}
              onSwitched={onSwitched}
            />
          </Group>
        </Paper>
        {providers.length === 0 ? (
          <Text size="sm" c="dimmed">
            {words.none}
          </Text>
        ) : (
          <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="sm">
            {providers.map((provider) => (
              <ProviderCard key={provider.provider} provider={provider} onSwitched={onSwitched} />
            ))}
          </SimpleGrid>
        )}
      </Stack>
    </Board>
  );
}

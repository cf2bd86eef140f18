"use client";

import { Anchor, Badge, Group, Paper, Progress, Stack, Text, Title } from "@mantine/core";
import Link from "next/link";
import type { ProviderState } from "#lib/admin/admin.types.ts";
import { useFormats } from "../../locale.tsx";
import { admin } from "../../messages/admin.ts";
import styles from "../facts.module.css";
import { callsHref, jobsHref } from "../job-links.ts";
import { durationText } from "../spans.ts";
import { GateBadge } from "./gate-badge.tsx";
import { GateWhy } from "./gate-why.tsx";
import { ProviderSwitch } from "./provider-switch.tsx";

const PERCENT = 100;
/** Of the cap; from here on its bar is not calm any more. */
const SPEND_HIGH = 0.8;
const { providers: words } = admin;

/** How a provider does: calls, errors, pace, gate, and what it has cost today against its cap. */
export function ProviderCard({ provider, onSwitched }: { provider: ProviderState; onSwitched: () => void }) {
  const { exact } = useFormats();
  const { provider: name, gate, sampleData, spentToday, spendCapPerDay } = provider;
  const share = spendCapPerDay === 0 ? 0 : spentToday / spendCapPerDay;
  return (
    <Paper withBorder p="sm" component="article" aria-label={name} data-provider={name}>
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Group gap="xs">
            <Title order={3}>{name}</Title>
            <GateBadge state={gate.state} />
            {sampleData && (
              <Badge color="coral" variant="light" radius="sm" tt="none">
                {words.sample}
              </Badge>
            )}
          </Group>
          <ProviderSwitch
            provider={name}
            name={name}
            stopLabel={words.stop}
            gate={gate}
            onSwitched={onSwitched}
          />
        </Group>
        <GateWhy gate={gate} />
        <Numbers provider={provider} />
        <div>
          <Text size="xs" mb={4} className="tabular">
            {words.spend(exact(spentToday), exact(spendCapPerDay))}
          </Text>
          <Progress
            value={Math.min(PERCENT, share * PERCENT)}
            size="sm"
            color={share >= 1 ? "red" : share >= SPEND_HIGH ? "yellow" : "tide"}
            aria-label={words.spendLabel(name)}
          />
        </div>
        <Anchor component={Link} href={jobsHref({ provider: name, state: "open" })} size="sm">
          {words.openJobs}
        </Anchor>
      </Stack>
    </Paper>
  );
}

function Numbers({ provider: { provider, calls } }: { provider: ProviderState }) {
  const { exact, percent } = useFormats();
  const { underWay, ended, errorShare, p50Ms, p95Ms, perMinute5, perMinute60 } = calls;
  const numbers = [
    {
      name: words.calls,
      value: admin.glance.rates(exact(perMinute5), exact(perMinute60)),
      href: callsHref(provider),
    },
    { name: words.underWay, value: exact(underWay), href: callsHref(provider, "under_way") },
    { name: words.ended, value: exact(ended), href: callsHref(provider, "ended") },
    {
      name: words.errors,
      hint: words.errorsHint,
      value: errorShare === null ? words.errorsNone : percent(errorShare),
      href: callsHref(provider, "failed"),
    },
    {
      name: words.duration,
      value:
        p50Ms === null ? words.durationNone : `${durationText(p50Ms, exact)} / ${durationText(p95Ms, exact)}`,
    },
  ];
  return (
    <dl className={styles.numbers}>
      {numbers.map(({ name, hint, value, href }) => (
        <div key={name} title={hint}>
          <dt>{name}</dt>
          <dd>
            {href ? (
              <Anchor component={Link} href={href} inherit>
                {value}
              </Anchor>
            ) : (
              value
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

import { Avatar, Button, Container, Group, Paper, Stack, Text, Title } from "@mantine/core";
import type { Metadata } from "next";
import { messages } from "#components/messages/index.ts";
import { Mark } from "#components/theme/mark.tsx";
import { DEMO_USERS, isLocalSignInOn } from "#lib/auth/index.ts";
import { safeReturnPath } from "#lib/http/index.ts";
import { signInAction } from "./actions.ts";

const signIn = messages.signIn;
const shell = messages.shell;

export const metadata: Metadata = { title: signIn.title };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const next = safeReturnPath((await searchParams).next, "/search");
  return (
    <Container component="main" size={460} py={{ base: 40, sm: 96 }}>
      <Stack gap="lg">
        <Group gap="xs">
          <Mark size={40} />
          <Title order={1}>{shell.name}</Title>
        </Group>
        <Text size="lg">{signIn.lead}</Text>
        <Paper withBorder p="lg" radius="lg">
          <Title order={2} mb="xs">
            {signIn.title}
          </Title>
          {isLocalSignInOn() ? <DemoUsers next={next} /> : <Text>{signIn.off}</Text>}
        </Paper>
      </Stack>
    </Container>
  );
}

function DemoUsers({ next }: { next: string }) {
  return (
    <Stack gap="md">
      <Text c="dimmed" size="sm">
        {signIn.local}
      </Text>
      {DEMO_USERS.map((user) => (
        <form key={user.email} action={signInAction}>
          <input type="hidden" name="email" value={user.email} />
          <input type="hidden" name="next" value={next} />
          <Group wrap="nowrap">
            <Avatar name={user.name} color="tide" radius="xl" aria-hidden />
            <Stack gap={2} flex={1}>
              <Button type="submit" variant="light" fullWidth>
                {signIn.as(user.name)}
              </Button>
              <Text size="xs" c="dimmed" ta="center">
                {user.does} · {user.email}
              </Text>
            </Stack>
          </Group>
        </form>
      ))}
    </Stack>
  );
}

import { Anchor, Container, Text, Title } from "@mantine/core";
import Link from "next/link";
import { messages } from "#components/messages/index.ts";

const { notFound } = messages.shell;

export default function NotFound() {
  return (
    <Container component="main" size="sm" py="xl">
      <Title order={1}>{notFound.title}</Title>
      <Text my="md">{notFound.text}</Text>
      <Anchor component={Link} href="/search">
        {notFound.back}
      </Anchor>
    </Container>
  );
}

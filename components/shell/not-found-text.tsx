"use client";

import { Anchor, Text, Title } from "@mantine/core";
import Link from "next/link";
import { messages } from "../messages/index.ts";

const { notFound } = messages.shell;

export function NotFoundText() {
  return (
    <>
      <Title order={1}>{notFound.title}</Title>
      <Text my="md">{notFound.text}</Text>
      <Anchor component={Link} href="/search">
        {notFound.back}
      </Anchor>
    </>
  );
}

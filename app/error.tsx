"use client";

import { Container } from "@mantine/core";
import { RegionError } from "#components/region-error.tsx";

export default function ErrorPage(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Container component="main" size="sm" py="xl">
      <RegionError {...props} />
    </Container>
  );
}

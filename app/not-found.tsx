import { Container } from "@mantine/core";
import { NotFoundText } from "#components/shell/not-found-text.tsx";

export default function NotFound() {
  return (
    <Container component="main" size="sm" py="xl">
      <NotFoundText />
    </Container>
  );
}

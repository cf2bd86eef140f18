"use client";

import { Alert, Button, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Component, type ReactNode } from "react";
import { shell as shellWords } from "./messages/shell.ts";

const { error: words } = shellWords;

/** In place of a part that could not be shown. */
function RegionError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Alert color="red" title={words.title} icon={<IconAlertTriangle aria-hidden />} role="alert">
      <Text size="sm" mb="sm">
        {words.text(error.digest)}
      </Text>
      <Button size="xs" variant="default" onClick={reset}>
        {words.again}
      </Button>
    </Alert>
  );
}

/** Keeps the fault of one part from taking the page along. */
export class Region extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return <RegionError error={this.state.error} reset={() => this.setState({ error: null })} />;
  }
}

import { Button, type ButtonProps } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import type { ComponentProps } from "react";
import { messages } from "../../messages/index.ts";

export function ColumnsButton(props: ButtonProps & ComponentProps<"button">) {
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconColumns3 size={16} aria-hidden />}
      aria-haspopup="dialog"
      {...props}
    >
      {messages.results.columnsMenu.open}
    </Button>
  );
}

import { Button, type ButtonProps } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import type { ComponentProps } from "react";
import { results as resultsWords } from "../../messages/results.ts";

export function ColumnsButton(props: ButtonProps & ComponentProps<"button">) {
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconColumns3 size={16} aria-hidden />}
      aria-haspopup="dialog"
      {...props}
    >
      {resultsWords.columnsMenu.open}
    </Button>
  );
}

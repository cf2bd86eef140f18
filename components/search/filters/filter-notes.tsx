import { Input } from "@mantine/core";
import { search as searchWords } from "../../messages/search.ts";

const { filters: words } = searchWords;

/** Below a filter: what it means, which of the chosen platforms cannot tell it, and what is wrong with it. */
export function FilterNotes({
  id,
  hint,
  notOn,
  error,
}: {
  id: string;
  hint: string;
  notOn: readonly string[];
  error: string | null;
}) {
  return (
    <div id={id}>
      {hint !== "" && (
        <Input.Description size="md" mt={4}>
          {hint}
        </Input.Description>
      )}
      {notOn.length > 0 && (
        <Input.Description size="md" mt={4} c="var(--search-warning)">
          {words.notOn(notOn.join(", "))}
        </Input.Description>
      )}
      {error !== null && (
        <Input.Error size="md" mt={4}>
          {error}
        </Input.Error>
      )}
    </div>
  );
}

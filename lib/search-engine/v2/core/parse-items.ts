import type { z } from "zod";
import { ProviderError } from "./provider-error.ts";

/**
 * Parses the items of a list one by one, so that a bad item does not lose the page.
 * @throws ProviderError of kind "format" when more than half of the items are bad: the format has changed.
 */
export function parseItems<S extends z.ZodType>(
  provider: string,
  schema: S,
  items: readonly unknown[],
): { items: z.output<S>[]; skipped: number } {
  const good: z.output<S>[] = [];
  let firstProblem = "";
  for (const item of items) {
    const result = schema.safeParse(item);
    if (result.success) good.push(result.data);
    else firstProblem ||= describe(result.error);
  }
  const skipped = items.length - good.length;
  if (skipped * 2 > items.length) {
    throw new ProviderError(
      provider,
      "format",
      `${skipped} of ${items.length} items of the answer have an unknown format (${firstProblem})`,
    );
  }
  return { items: good, skipped };
}

/**
 * Parses a whole answer.
 * @throws ProviderError of kind "format" that names the first field that is not as expected.
 */
export function parseAnswer<S extends z.ZodType>(provider: string, schema: S, answer: unknown): z.output<S> {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  throw new ProviderError(provider, "format", `The answer has an unknown format (${describe(result.error)})`);
}

function describe(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue ? `${issue.path.join(".") || "item"}: ${issue.message}` : "unknown";
}

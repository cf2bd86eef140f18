import { parseArgs } from "node:util";
import type { z } from "zod";

interface FlagTable {
  /** Flags that take a number, with the options they set. */
  numbers: Record<string, string>;
  /** Flags that take a text, likewise. */
  texts?: Record<string, string>;
}

/**
 * The options of a stand-in from the command line, over those given otherwise. Null if help is asked for.
 * @throws Error in one line that names the flag
 */
export function readFlags<Options>(
  argv: string[],
  { numbers, texts = {} }: FlagTable,
  schema: z.ZodType<Options>,
  given: Record<string, string> = {},
): Options | null {
  const names = { ...numbers, ...texts };
  const taking = Object.fromEntries(Object.keys(names).map((flag) => [flag, { type: "string" } as const]));
  const values: Record<string, unknown> = parseArgs({
    args: argv,
    options: { help: { type: "boolean" }, ...taking },
  }).values;
  if (values.help) return null;
  const read = Object.entries(names).flatMap(([flag, name]): [string, string | number][] => {
    const value = values[flag];
    if (typeof value !== "string") return [];
    if (flag in texts) return [[name, value]];
    // Number("") is 0, which nobody means.
    return [[name, value.trim() === "" ? Number.NaN : Number(value)]];
  });
  const result = schema.safeParse({ ...given, ...Object.fromEntries(read) });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const flag = Object.entries(names).find(([, name]) => name === issue?.path[0])?.[0];
  throw new Error(`--${flag ?? "?"}: ${issue?.message ?? "bad value"}`);
}

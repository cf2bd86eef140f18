import { z } from "zod";

/** A number in a query string: plain digits, where coercion would also read "0x10", "1e2" and " 7". */
export function queryNumber(min: number, max: number) {
  return z
    .string()
    .regex(/^\d{1,15}$/, "must be a whole number")
    .transform(Number)
    .pipe(z.int().min(min).max(max));
}

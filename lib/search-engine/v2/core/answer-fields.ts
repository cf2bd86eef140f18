import { z } from "zod";

/** zod fields for answers from outside: tolerant of what is missing, strict about types. */

/** How the items of a list are parsed: one by one, so that the list's own schema does not know them. */
export interface ItemFormat {
  item: z.ZodType;
  /** From what the list holds to the items that are parsed: without their wrapping, without what is no item. */
  pick: (elements: readonly unknown[]) => unknown[];
}

const itemFormats = new WeakMap<z.core.$ZodType, ItemFormat>();

/** A list whose items are parsed one by one, by this schema. */
export function itemsOf(
  item: z.ZodType,
  pick: ItemFormat["pick"] = (elements) => [...elements],
): z.ZodArray<z.ZodUnknown> {
  const list = z.array(z.unknown());
  itemFormats.set(list, { item, pick });
  return list;
}

/** How the items of this list are parsed; undefined for a list that is parsed as a whole. */
export function itemFormatOf(list: z.core.$ZodType): ItemFormat | undefined {
  return itemFormats.get(list);
}

/** Longer strings from outside are cut, and end in "…". */
const TEXT_LENGTH_MAX = 65_536;

/** A string from outside, made safe to store: the database takes neither NUL nor half a surrogate pair. */
export const safeText = z.string().transform((value) => {
  const clean = value.replaceAll("\0", "").toWellFormed();
  return clean.length > TEXT_LENGTH_MAX ? `${clean.slice(0, TEXT_LENGTH_MAX).toWellFormed()}…` : clean;
});

export const id = safeText.pipe(z.string().min(1));

/** Absent and "" are null. */
export const text = safeText.nullish().transform((value) => value || null);

const wholeNumber = z.int().nullable();
const orNull = (value: number | null | undefined) => (value != null && value >= 0 ? value : null);

/** A whole number; absent and negative are null. */
export const count = wholeNumber.optional().transform(orNull);
/** As `count`, for sources that send 0 where they do not know. */
export const countOrPlaceholder = count.transform((value) => value || null);
/** As `count`, but undefined where the answer does not speak of it. */
export const countIfPresent = wholeNumber.transform(orNull).optional();

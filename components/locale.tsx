"use client";

import { createContext, type ReactNode, useContext } from "react";
import { type Formats, formatsFor } from "./formats.ts";

const DEFAULT_LOCALE = "en";
const Locale = createContext(DEFAULT_LOCALE);

export function LocaleProvider({ locale, children }: { locale: string; children: ReactNode }) {
  return <Locale value={locale}>{children}</Locale>;
}

/** Numbers and dates as the reader's language writes them; the same on the server and in the browser. */
export function useFormats(): Formats {
  return formatsFor(useContext(Locale));
}

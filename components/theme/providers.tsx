"use client";

import { MantineProvider } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { AddressAdapter } from "../address/address-adapter.tsx";
import { LocaleProvider } from "../locale.tsx";
import { theme } from "./theme.ts";

/** What every page stands in: the look, the language, the state in the address, and messages that pass. */
export function Providers({
  nonce,
  locale,
  children,
}: {
  /** Of the page's content security policy: styles that are made later carry it. */
  nonce: string;
  locale: string;
  children: ReactNode;
}) {
  // A later page of this document comes with a nonce of its own; the document's policy knows the first.
  const [documentNonce] = useState(nonce);
  // Where the scroll lock of dialogs looks for it, which makes a style element of its own.
  useEffect(() => {
    Object.assign(globalThis, { __webpack_nonce__: documentNonce });
  }, [documentNonce]);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => documentNonce}>
      <AddressAdapter>
        <LocaleProvider locale={locale}>{children}</LocaleProvider>
      </AddressAdapter>
    </MantineProvider>
  );
}

import "@fontsource-variable/inter";
import "@mantine/core/styles.css";
import "@mantine/spotlight/styles.css";
import "./globals.css";
import { ColorSchemeScript, mantineHtmlProps } from "@mantine/core";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { messages } from "#components/messages/index.ts";
import { Providers } from "#components/theme/providers.tsx";
import { env } from "#lib/env.ts";
import { pageLocale } from "./_parts/page-locale.ts";

/** Addresses within it, such as that of the social image, begin with the app's own. */
export function generateMetadata(): Metadata {
  const { APP_URL } = env("web");
  return {
    title: { default: messages.shell.name, template: `%s · ${messages.shell.name}` },
    description: messages.shell.description,
    ...(APP_URL === undefined ? {} : { metadataBase: new URL(APP_URL) }),
  };
}

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#242424" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? "";
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" nonce={nonce} />
      </head>
      <body>
        <Providers nonce={nonce} locale={await pageLocale()}>
          {children}
        </Providers>
      </body>
    </html>
  );
}

import { gzipSync } from "node:zlib";
import type { BrowserContext, Response } from "playwright-core";
import { untilRows } from "#tests/e2e/run-page.ts";

const QUIET_MS = 2_000;

export interface LoadedScript {
  file: string;
  bytes: number;
  gzippedBytes: number;
}

/** Every script that Chromium loads for a page of a run by itself, until the page has been idle for two seconds. */
export async function loadedScripts(context: BrowserContext, url: string): Promise<LoadedScript[]> {
  const page = await context.newPage();
  const responses = new Set<Response>();
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") responses.add(response);
  });
  await page.goto(url);
  await untilRows(page);
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(QUIET_MS);
  const scripts = await Promise.all(
    [...responses].map(async (response) => {
      const body = await response.body();
      const file = new URL(response.url()).pathname;
      return { file, bytes: body.length, gzippedBytes: gzipSync(body).length };
    }),
  );
  await page.close();
  return scripts.sort((one, other) => other.gzippedBytes - one.gzippedBytes);
}

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { BrowserProgram } from "./browser-program.ts";

const PACKAGE = "@sparticuz/chromium";
const CACHE = path.resolve("node_modules/.cache");

const execute = promisify(execFile);

/** The Chromium of the npm package, unpacked once for each of its versions. */
export async function bundledBrowser(): Promise<BrowserProgram> {
  const manifest: { version: string } = JSON.parse(
    await readFile(path.resolve("node_modules", PACKAGE, "package.json"), "utf8"),
  );
  const folder = path.join(CACHE, `chromium-${manifest.version}`);
  if (!existsSync(folder)) await unpackTo(folder);
  return {
    path: path.join(folder, "chromium"),
    environment: {
      LD_LIBRARY_PATH: path.join(folder, "al2023", "lib"),
      FONTCONFIG_FILE: path.join(folder, "fonts.conf"),
    },
  };
}

/** Unpacked aside and moved into place whole, so that no other process meets half of it. */
async function unpackTo(folder: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const staging = await mkdtemp(path.join(CACHE, "unpack-"));
  try {
    await execute(
      process.execPath,
      ["--input-type=module", "--eval", `import c from "${PACKAGE}"; await c.executablePath();`],
      // The package unpacks below TMPDIR, and its shared libraries only where it takes itself to be on Lambda.
      { env: { ...process.env, TMPDIR: staging, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" } },
    );
    await writeFile(path.join(staging, "fonts.conf"), fontSettings(folder));
    // Also for other users of this checkout.
    for (const file of [staging, path.join(staging, "chromium")]) await chmod(file, 0o755);
    await rename(staging, folder);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/** The package's own fonts, where it unpacked them, besides those of the system. */
function fontSettings(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${path.join(folder, "fonts")}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${path.join(folder, "fonts-cache")}</cachedir>
</fontconfig>
`;
}

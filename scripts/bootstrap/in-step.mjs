import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { hasNodeIfAny } from "./node-binary.mjs";

/** What is mended in packages after they are unpacked. */
const PATCHES = "patches";

/**
 * Whether node_modules is known to be what package-lock.json and the patches ask for.
 * @param {string} root
 */
export function isInStep(root) {
  return hasNodeIfAny(root) && readText(stampFile(root)) === fingerprint(root);
}

/** @param {string} root */
export function stamp(root) {
  writeFileSync(stampFile(root), fingerprint(root));
}

/**
 * Compares the packages one by one, so that an install made by hand is not repeated.
 * @param {string} root
 */
export function areAllInstalled(root) {
  if (!hasNodeIfAny(root)) return false;
  const wanted = readJson(path.join(root, "package-lock.json"));
  const manifest = readJson(path.join(root, "package.json"));
  const installed = readJson(path.join(root, "node_modules", ".package-lock.json"))?.packages;
  if (!wanted?.packages || !manifest || !installed) return false;
  for (const kind of ["dependencies", "devDependencies", "optionalDependencies"]) {
    if (!isDeepStrictEqual(manifest[kind] ?? {}, wanted.packages[""]?.[kind] ?? {})) return false;
  }
  return Object.entries(wanted.packages).every(([folder, entry]) => {
    if (folder === "") return true;
    const found = installed[folder];
    // Optional ones for other platforms are never installed.
    if (!found) return entry.optional === true;
    const isSame = found.version === entry.version && found.integrity === entry.integrity;
    return isSame && existsSync(path.join(root, folder, "package.json"));
  });
}

/** @param {string} root */
function fingerprint(root) {
  const hash = createHash("sha256");
  for (const name of ["package-lock.json", "package.json"]) hash.update(readText(path.join(root, name)));
  for (const name of patchNames(root)) hash.update(readText(path.join(root, PATCHES, name)));
  return hash.digest("hex");
}

/** @param {string} root */
function patchNames(root) {
  const folder = path.join(root, PATCHES);
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** @param {string} root */
function stampFile(root) {
  return path.join(root, "node_modules", ".shoal-lock");
}

/** @param {string} file */
function readText(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(readText(file));
  } catch {
    return undefined;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "no right to write there",
  EPERM: "no right to write there",
  EROFS: "the disk is read-only",
  ENOSPC: "no space is left on the disk",
  EDQUOT: "the disk quota is used up",
  ENOENT: "its folder does not exist",
  ENOTDIR: "its folder is a file",
  EISDIR: "it is a folder",
  ENAMETOOLONG: "its name is too long",
};

/** Why a file could not be written, in a few words. */
export function writeFault(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : "";
  return REASONS[code] ?? (code || error.message);
}

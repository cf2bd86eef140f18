/** The kinds of picture that are passed on: none of them can carry a script. */
export type ImageType = "image/jpeg" | "image/png" | "image/webp" | "image/gif" | "image/avif";

const AVIF_BRANDS: readonly string[] = ["avif", "avis"];

/** What the first bytes say, whatever the sender calls it; null for everything else, SVG included. */
export function imageTypeOf(bytes: Uint8Array): ImageType | null {
  const head = Buffer.from(bytes.subarray(0, 12)).toString("latin1");
  if (head.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) return "image/gif";
  if (head.startsWith("RIFF") && head.slice(8) === "WEBP") return "image/webp";
  if (head.slice(4, 8) === "ftyp" && AVIF_BRANDS.includes(head.slice(8))) return "image/avif";
  return null;
}

import { describe, expect, it } from "vitest";
import { imageTypeOf } from "#lib/avatars/image-type.ts";
import { avatarPng } from "#sandbox/avatar.ts";

const latin1 = (text: string) => Buffer.from(text, "latin1");

describe("the type of a picture", () => {
  it.each([
    [avatarPng("1"), "image/png"],
    [latin1("\xff\xd8\xff\xe0\0\x10JFIF"), "image/jpeg"],
    [latin1("GIF89a\x01\0\x01\0\0\0"), "image/gif"],
    [latin1("RIFF\x24\0\0\0WEBPVP8 "), "image/webp"],
    [latin1("\0\0\0\x20ftypavif\0\0\0\0"), "image/avif"],
  ])("is told by its first bytes", (bytes, type) => expect(imageTypeOf(bytes)).toBe(type));

  it.each([
    "",
    "\xff\xd8",
    "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
    "<?xml version='1.0'?><svg/>",
    "<!doctype html><html></html>",
    " \x89PNG\r\n\x1a\n",
    "RIFF\x24\0\0\0WAVEfmt ",
    "\0\0\0\x20ftypheic\0\0\0\0",
    "%PDF-1.7",
    "BM\x3a\0\0\0",
    '{"success":false}',
  ])("is none for %j", (text) => expect(imageTypeOf(latin1(text))).toBeNull());
});

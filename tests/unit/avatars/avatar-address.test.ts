import { describe, expect, it } from "vitest";
import { sourceOf } from "#lib/avatars/avatar-address.ts";

describe("the address of a picture", () => {
  it.each([
    "https://p16-sign-va.tiktokcdn.com/a/b~c5_1080x1080.jpeg?x-expires=1&x-signature=a%2Bb",
    "https://P19.TikTokCDN-us.com/a.webp",
    "https://scontent-sjc3-1.cdninstagram.com/v/t51/1.jpg?stp=dst-jpg",
    "https://instagram.fjau2-1.fna.fbcdn.net/v/1.jpg",
    "https://yt3.ggpht.com/ytc/A=s160-c-k",
    "https://yt3.googleusercontent.com:443/A=s160",
  ])("may be %s", (address) => {
    const { url, mustBePublic } = sourceOf(address);
    expect(mustBePublic).toBe(true);
    expect(url.href).toBe(new URL(address).href);
  });

  it.each([
    "http://p16.tiktokcdn.com/a.jpeg",
    "https://tiktok.com/a.jpeg",
    "https://eviltiktokcdn.com/a.jpeg",
    "https://tiktokcdn.com.evil.example/a.jpeg",
    "https://p16.tiktokcdn.com./a.jpeg",
    "https://p16.tiktokcdn.com:8443/a.jpeg",
    "https://p16.tiktokcdn.com:22/",
    "https://p16.tiktokcdn.com:5432/",
    "https://user@p16.tiktokcdn.com/a.jpeg",
    "https://user:word@p16.tiktokcdn.com/a.jpeg",
    "https://p16.tiktokcdn.com@evil.example/a.jpeg",
    "https://evil.example/?https://p16.tiktokcdn.com/",
    "https://evil.example#.tiktokcdn.com",
    "https://evil.example\\.tiktokcdn.com/a.jpeg",
    "https://1.2.3.4.bc.googleusercontent.com/a.jpeg",
    "https://storage.googleusercontent.com/a.jpeg",
    "https://127.0.0.1/a.jpeg",
    "https://127.1/",
    "https://0x7f.1/",
    "https://2130706433/",
    "https://[::1]/",
    "https://[::ffff:169.254.169.254]/",
    "https://169.254.169.254/latest/meta-data/",
    "https://localhost/a.jpeg",
    "https://printer.local/",
    "file:///etc/passwd",
    "gopher://p16.tiktokcdn.com/",
    "ftp://p16.tiktokcdn.com/a.jpeg",
    "data:image/png;base64,AAAA",
    "javascript:alert(1)",
    "//p16.tiktokcdn.com/a.jpeg",
    "p16.tiktokcdn.com/a.jpeg",
    "",
  ])("may not be %s", (address) => {
    expect(() => sourceOf(address)).toThrow(expect.objectContaining({ code: "bad_request", field: "url" }));
  });
});

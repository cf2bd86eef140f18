import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { avatarResponse, readAvatar } from "#lib/avatars/index.ts";
import { avatarPng } from "#sandbox/avatar.ts";

const PNG = avatarPng("1");
let server: Server;
let hits: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? "";
    hits.push(path);
    if (path.startsWith("/gone")) response.writeHead(404).end();
    else if (path.startsWith("/broken")) response.writeHead(500).end();
    else response.end(PNG);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  vi.stubEnv("AVATAR_BASE_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
beforeEach(() => {
  hits = [];
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  vi.unstubAllEnvs();
});

const at = (path: string) => `https://p16.tiktokcdn.com${path}`;

describe("a picture that is asked for", () => {
  it("often is fetched once", async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => readAvatar(at("/once.jpeg?x=1"))));
    await readAvatar(at("/once.jpeg?x=1"));
    expect(new Set(all.map(({ etag }) => etag)).size).toBe(1);
    expect(hits).toEqual(["/once.jpeg?x=1"]);
  });

  it.each([
    ["/gone", "not_found"],
    ["/broken", "bad_gateway"],
  ])("in vain is not asked for again at once: %s", async (path, code) => {
    for (let at = 0; at < 3; at += 1) {
      await expect(readAvatar(`https://yt3.ggpht.com${path}`)).rejects.toMatchObject({ code });
    }
    expect(hits).toEqual([path]);
  });

  it("is looked for at the place of sample data, whatever its path says", async () => {
    await readAvatar(at("//evil.example/a.png"));
    expect(hits).toEqual(["//evil.example/a.png"]);
  });
});

describe("the answer", () => {
  it("is a picture and nothing else, for this site alone", async () => {
    const avatar = await readAvatar(at("/answer.jpeg"));
    const response = avatarResponse(avatar, null);
    expect(Object.fromEntries(response.headers)).toEqual({
      "cache-control": "private, max-age=86400",
      "content-disposition": 'inline; filename="avatar"',
      "content-security-policy": "default-src 'none'; sandbox",
      "content-type": "image/png",
      "cross-origin-resource-policy": "same-origin",
      etag: avatar.etag,
      "x-content-type-options": "nosniff",
    });
    expect(Buffer.from(await response.arrayBuffer()).equals(PNG)).toBe(true);
    expect(avatarResponse(avatar, `"other", ${avatar.etag}`).status).toBe(304);
    expect(avatarResponse(avatar, '"other"').status).toBe(200);
  });
});

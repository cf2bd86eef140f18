import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { avatarResponse, readAvatar } from "#lib/avatars/index.ts";
import { Places } from "#lib/avatars/places.ts";
import { avatarPng } from "#sandbox/avatar.ts";

const PNG = avatarPng("1");
let server: Server;
let hits: string[] = [];
let waiting: ServerResponse[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? "";
    hits.push(path);
    if (path.startsWith("/gone")) response.writeHead(404).end();
    else if (path.startsWith("/broken")) response.writeHead(500).end();
    else if (path.startsWith("/held")) waiting.push(response);
    else response.end(PNG);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  vi.stubEnv("AVATAR_BASE_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
beforeEach(() => {
  hits = [];
  waiting = [];
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

  it("waits while others are fetched, so that no host meets a crowd", async () => {
    const all = Array.from({ length: 40 }, (_, number) => readAvatar(at(`/held/${number}`)));
    await vi.waitFor(() => expect(waiting).toHaveLength(16));
    for (let answered = 0; answered < 40; answered += 1) {
      await vi.waitFor(() => expect(waiting.length).toBeGreaterThan(0));
      expect(hits.length - answered).toBeLessThanOrEqual(16);
      waiting.shift()?.end(PNG);
    }
    expect(await Promise.all(all)).toHaveLength(40);
  });

  it("is looked for at the place of sample data, whatever its path says", async () => {
    await readAvatar(at("//evil.example/a.png"));
    expect(hits).toEqual(["//evil.example/a.png"]);
  });
});

describe("a line that is too long", () => {
  it("takes no more", async () => {
    const places = new Places({ runningMax: 1, waitingMax: 1 });
    let end = () => {};
    const first = places.run(() => new Promise<void>((ended) => (end = ended)));
    const second = places.run(async () => "second");
    await expect(places.run(async () => "third")).rejects.toMatchObject({ code: "unavailable" });
    end();
    await first;
    expect(await second).toBe("second");
    expect(await places.run(async () => "again")).toBe("again");
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

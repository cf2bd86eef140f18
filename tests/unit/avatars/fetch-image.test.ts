import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fetchImage } from "#lib/avatars/fetch-image.ts";
import { avatarPng } from "#sandbox/avatar.ts";

const PNG = avatarPng("1");
const MEBIBYTE = 1024 * 1024;

let server: Server;
let hits: string[];

const ANSWERS: Record<string, (response: ServerResponse) => void> = {
  "/picture": (response) => response.end(PNG),
  "/as-html": (response) => response.writeHead(200, { "content-type": "text/html" }).end(PNG),
  "/svg": (response) => response.writeHead(200, { "content-type": "image/png" }).end("<svg/>"),
  "/moved": (response) => response.writeHead(302, { location: "/picture" }).end(),
  "/gone": (response) => response.writeHead(404).end(),
  "/expired": (response) => response.writeHead(403).end(),
  "/broken": (response) => response.writeHead(500).end(),
  "/empty": (response) => response.end(),
  "/packed": (response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(PNG)),
  "/announced": (response) => {
    response.writeHead(200, { "content-length": 3 * MEBIBYTE });
    response.write(PNG);
  },
  "/endless": (response) => {
    response.on("drain", () => response.write(Buffer.alloc(MEBIBYTE)));
    response.write(PNG);
    response.write(Buffer.alloc(MEBIBYTE));
  },
  "/cut": (response) => {
    response.writeHead(200, { "content-length": PNG.byteLength + 1 });
    response.write(PNG, () => response.destroy());
  },
};

beforeAll(async () => {
  server = createServer((request, response) => {
    hits.push(request.url ?? "");
    ANSWERS[request.url ?? ""]?.(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
beforeEach(() => {
  hits = [];
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
});

const port = () => (server.address() as AddressInfo).port;
const at = (path: string) => ({ url: new URL(`http://127.0.0.1:${port()}${path}`), mustBePublic: false });

describe("a picture", () => {
  it.each(["/picture", "/as-html"])("comes as its bytes say what it is: %s", async (path) => {
    expect(await fetchImage(at(path))).toEqual({ bytes: PNG, type: "image/png" });
  });

  it.each(["/gone", "/expired"])("is not there: %s", async (path) => {
    await expect(fetchImage(at(path))).rejects.toMatchObject({ code: "not_found" });
  });

  it.each([
    ["/svg", "what came is no picture"],
    ["/empty", "what came is no picture"],
    ["/moved", "the host answered 302"],
    ["/broken", "the host answered 500"],
    ["/packed", "it came packed"],
    ["/announced", "it has more than 2097152 bytes"],
    ["/endless", "it has more than 2097152 bytes"],
    ["/cut", "the host cannot be reached"],
  ])("is refused: %s", async (path, why) => {
    await expect(fetchImage(at(path))).rejects.toMatchObject({
      code: "bad_gateway",
      message: `The picture cannot be had: ${why}.`,
    });
    expect(hits).toEqual([path]);
  });

  it("of a host that does not answer is given up", async () => {
    await expect(fetchImage(at("/never"), { timeoutMs: 50 })).rejects.toMatchObject({
      code: "bad_gateway",
      message: "The picture cannot be had: no answer within 50 ms.",
    });
  });
});

describe("a host that must be public", () => {
  const asked: string[] = [];
  const resolving =
    (...answers: string[][]) =>
    async (hostname: string) => {
      asked.push(hostname);
      const addresses = answers.length > 1 ? answers.shift() : answers[0];
      return (addresses ?? []).map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    };

  it.each([
    [["127.0.0.1"]],
    [["169.254.169.254"]],
    [["::1"]],
    [["::ffff:127.0.0.1"]],
    [["2d00::1", "127.0.0.1"]],
    [["127.0.0.1", "2d00::1"]],
    [[]],
  ])("is never connected to where its name leads to %j", async (addresses) => {
    asked.length = 0;
    for (const scheme of ["http", "https"]) {
      const url = new URL(`${scheme}://p16.tiktokcdn.com:${port()}/picture`);
      await expect(
        fetchImage({ url, mustBePublic: true }, { resolve: resolving(addresses) }),
      ).rejects.toMatchObject({
        code: "bad_gateway",
      });
    }
    expect(asked).toEqual(["p16.tiktokcdn.com", "p16.tiktokcdn.com"]);
    expect(hits).toEqual([]);
  });

  it("is resolved once: what its name leads to a moment later is never asked", async () => {
    asked.length = 0;
    const url = new URL(`http://p16.tiktokcdn.com:${port()}/picture`);
    // An address that was given to nobody; then, as a rebinding server does, this machine.
    const rebinding = resolving(["2d00::1"], ["127.0.0.1"]);
    await expect(
      fetchImage({ url, mustBePublic: true }, { resolve: rebinding, timeoutMs: 500 }),
    ).rejects.toMatchObject({
      code: "bad_gateway",
    });
    expect(asked).toEqual(["p16.tiktokcdn.com"]);
    expect(hits).toEqual([]);
  });
});

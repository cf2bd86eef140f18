import { crc32, deflateSync } from "node:zlib";
import { hash } from "./random.ts";

/** Gives the address of a creator's picture at a host of the real platform; its path is served here. */
export type AvatarUrl = (creatorId: string) => string;

export function avatarsAt(host: string): AvatarUrl {
  return (creatorId) => `https://${host}/avatars/${creatorId}.png`;
}

const SIZE = 64;
const CELLS = 5;
const CELL_SIZE = 12;
const MARGIN = (SIZE - CELLS * CELL_SIZE) / 2;

/** A mirrored two-colour pattern as a 64 × 64 PNG; the same id gives the same picture. */
export function avatarPng(id: string): Buffer {
  const pattern = hash(`pattern|${id}`);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIZE, 0);
  header.writeUInt32BE(SIZE, 4);
  // One bit a pixel, palette.
  header.set([1, 3, 0, 0, 0], 8);
  const rowBytes = SIZE / 8;
  const rows = Buffer.alloc(SIZE * (rowBytes + 1));
  for (let y = 0; y < SIZE; y += 1) {
    for (let x = 0; x < SIZE; x += 1) {
      if (!isForeground(pattern, x, y)) continue;
      const index = y * (rowBytes + 1) + 1 + (x >> 3);
      rows.writeUInt8(rows.readUInt8(index) | (0x80 >> (x & 7)), index);
    }
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from([0xf2, 0xf2, 0xf0, ...colour(hash(`colour|${id}`))])),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function isForeground(pattern: number, x: number, y: number): boolean {
  const column = Math.floor((x - MARGIN) / CELL_SIZE);
  const row = Math.floor((y - MARGIN) / CELL_SIZE);
  if (column < 0 || column >= CELLS || row < 0 || row >= CELLS) return false;
  const mirrored = Math.min(column, CELLS - 1 - column);
  return ((pattern >>> (row * 3 + mirrored)) & 1) === 1;
}

/** Dark enough to stand out from the light ground. */
function colour(value: number): [number, number, number] {
  return [40 + (value % 150), 40 + ((value >>> 8) % 150), 40 + ((value >>> 16) % 150)];
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

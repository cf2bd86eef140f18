import { createHash, createHmac, randomUUID } from "node:crypto";

const VALID_SECONDS = 300;

export interface KeyPair {
  current: string;
  next: string;
}

/** The two keys: messages are signed with the current one, and receivers accept both. */
export class SigningKeys {
  #keys: KeyPair;

  constructor(keys: KeyPair) {
    this.#keys = { ...keys };
  }

  get pair(): KeyPair {
    return { ...this.#keys };
  }

  /** The next key becomes the current one, as when a team rolls its keys. */
  rotate(next = `sig_${randomUUID().replaceAll("-", "")}`): KeyPair {
    this.#keys = { current: this.#keys.next, next };
    return this.pair;
  }

  /** The signature of a message to a destination: a JWT that binds address and raw body for five minutes. */
  sign(url: string, body: Buffer): string {
    const issuedAt = Math.floor(Date.now() / 1_000);
    const claims = {
      iss: "Upstash",
      sub: url,
      exp: issuedAt + VALID_SECONDS,
      nbf: issuedAt,
      iat: issuedAt,
      jti: `jwt_${randomUUID().replaceAll("-", "")}`,
      body: createHash("sha256").update(body).digest("base64url"),
    };
    const content = `${encoded({ alg: "HS256", typ: "JWT" })}.${encoded(claims)}`;
    return `${content}.${createHmac("sha256", this.#keys.current).update(content).digest("base64url")}`;
  }
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

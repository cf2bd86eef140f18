/** As much of Postgres' wire protocol as it takes to see statements pass and to put another in their place. */

const PARSE = 0x50;
const BIND = 0x42;
const QUERY = 0x51;

/** Calls `onMessage` with each whole message of a stream, whatever pieces it comes in. */
export function frames(
  stream: { hasStartup: boolean },
  onMessage: (message: Buffer) => void,
): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  // The first message of a client has no type.
  let typeBytes = stream.hasStartup ? 0 : 1;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= typeBytes + 4) {
      const length = typeBytes + rest.readInt32BE(typeBytes);
      if (rest.length < length) return;
      const message = rest.subarray(0, length);
      rest = rest.subarray(length);
      typeBytes = 1;
      onMessage(message);
    }
  };
}

/** The statements that one connection has prepared, by the names that it gave them. */
export class StatementNames {
  private readonly texts = new Map<string, string>();

  /** The text that this message runs; null for one that runs nothing. */
  textOf(message: Buffer): string | null {
    const strings = message.subarray(5).toString("utf8").split("\0", 2);
    const [first = "", second = ""] = strings;
    if (message[0] === PARSE) this.texts.set(first, second);
    if (message[0] === QUERY) return first.trim();
    return message[0] === BIND ? (this.texts.get(second)?.trim() ?? "") : null;
  }
}

/** What the driver asks of each new connection is no statement of ours. */
export function isStatement(text: string): boolean {
  return !text.includes("pg_catalog.pg_type");
}

/** In place of a message that runs a statement: one that the server answers with an error of this code. */
export function errorMessages(message: Buffer, sqlState: string): Buffer {
  const statement = `do $$ begin raise exception 'injected' using errcode = '${sqlState}'; end $$`;
  if (message[0] === QUERY) return frame("Q", Buffer.from(`${statement}\0`));
  return Buffer.concat([
    frame("P", Buffer.from(`\0${statement}\0\0\0`)),
    frame("B", Buffer.from("\0\0\0\0\0\0\0\0")),
  ]);
}

function frame(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

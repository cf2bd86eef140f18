import { connect, createServer, type Socket } from "node:net";
import postgres from "postgres";
import { errorMessages, frames, isStatement, StatementNames } from "./wire.ts";

/**
 * What becomes of a statement. `error` and `deadlock`: the server fails it, in a way that is not worth another
 * try and in one that is. `terminated`: the server ends the connection. `cut`: it breaks before the statement
 * arrives, `cut_after`: once it is done but never answered.
 */
export type Fault = "error" | "deadlock" | "terminated" | "cut" | "cut_after";

const LOCKS_OR_WRITES =
  /\bfor (?:no key )?update\b|\binsert into\b|\bdelete from\b|\bupdate \w+(?: \w+)? set\b/;

/**
 * The faults that tell something at this statement. Whether a commit took effect before its connection broke is
 * what its sender cannot know. Nothing is deferred to the commit, so only its connection can fail it.
 */
export function faultsOf(statement: string): Fault[] {
  if (statement === "commit") return ["terminated", "cut", "cut_after"];
  return LOCKS_OR_WRITES.test(statement) ? ["error", "deadlock", "terminated"] : ["error", "terminated"];
}

export interface Said {
  text: string;
  /**
   * Which it is, in whatever order connections speak in another run: the how-manieth of this text; a commit is that
   * after a text. Which transaction a begin begins cannot be told: it is the how-manieth begin.
   */
  name: string;
}

/** The statement of this name and no other, or the how-manieth over all connections, whichever that is. */
export type Strike = { fault: Fault } & ({ name: string } | { strikeAt: number });

/** Stands between a client and Postgres, reads along, and has chosen statements fail. */
export interface StatementProxy {
  /** The same database, through the proxy. */
  url: string;
  /** Counts and names statements from here on, from 1, over all connections. */
  begin(strike?: Strike): void;
  /** What was said since, and what met the fault; null where it was never said. */
  end(): { statements: Said[]; struck: Said | null };
  close(): Promise<void>;
}

function isMeant(strike: Strike, said: Said, ordinal: number): boolean {
  return "name" in strike ? strike.name === said.name : strike.strikeAt === ordinal;
}

const SQL_STATES = { error: "57014", deadlock: "40P01" } as const;

export async function startStatementProxy(databaseUrl: string): Promise<StatementProxy> {
  const target = new URL(databaseUrl);
  const admin = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const sockets = new Set<Socket>();
  let statements: Said[] = [];
  let counts = new Map<string, number>();
  let strike: Strike | undefined;
  let struck: Said | null = null;

  /**
   * The fault that this statement meets: a commit that is made to fail would leave its transaction open.
   * @param before the statement that came before on the same connection
   */
  function faultOf(text: string, before: string): Fault | null {
    const kind = text === "commit" ? `commit after ${before}` : text;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const said = { text, name: `${count}: ${kind}` };
    statements.push(said);
    if (!strike || !isMeant(strike, said, statements.length)) return null;
    struck = said;
    return text !== "commit" || faultsOf(text).includes(strike.fault) ? strike.fault : "cut";
  }

  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const names = new StatementNames();
    let backendId: number | null = null;
    let isCutByAnswer = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      // Messages go on one by one: none may wait for the answer to the one before.
      socket.setNoDelay(true);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        // What the server said last still arrives.
        client.end();
        upstream.destroy();
      });
    }
    const cut = () => {
      client.destroy();
      upstream.destroy();
    };
    const strikeWith = (fault: Fault, message: Buffer): Buffer | null => {
      if (fault === "error" || fault === "deadlock") return errorMessages(message, SQL_STATES[fault]);
      if (fault === "cut_after") {
        isCutByAnswer = true;
        return message;
      }
      if (fault === "cut") cut();
      else void admin`select pg_terminate_backend(${backendId})`.catch(cut);
      return null;
    };
    let isDead = false;
    let before = "";
    const readClient = frames({ hasStartup: true }, (message) => {
      if (isDead) return;
      const text = names.textOf(message);
      const fault = text !== null && isStatement(text) ? faultOf(text, before) : null;
      before = text ?? before;
      const passed = fault ? strikeWith(fault, message) : message;
      if (passed) upstream.write(passed);
      else isDead = true;
    });
    const readUpstream = frames({ hasStartup: false }, (message) => {
      if (message[0] === 0x4b) backendId = message.readInt32BE(5);
      if (isCutByAnswer) cut();
      else client.write(message);
    });
    client.on("data", readClient);
    upstream.on("data", readUpstream);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${address.port}`;
  return {
    url: url.href,
    begin: (next) => {
      statements = [];
      counts = new Map();
      struck = null;
      strike = next;
    },
    end: () => {
      strike = undefined;
      return { statements, struck };
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await admin.end({ timeout: 1 });
    },
  };
}

import { connect, createServer, type Socket } from "node:net";

/** When a connection is cut: as the commit is sent but never arrives, or once it is done but never answered. */
export type CutAt = "before_commit" | "after_commit";

/** Stands between a client and Postgres, and cuts connections on demand. */
export interface CuttingProxy {
  /** The same database, through the proxy. */
  url: string;
  /** The next commit of any connection cuts it. */
  cutNextCommit(at: CutAt): void;
  /** Cuts every connection now. */
  cutAll(): void;
  /** From now on connections are refused, until it comes back. */
  goDown(): Promise<void>;
  comeBack(): Promise<void>;
  cuts(): number;
  close(): Promise<void>;
}

/** A commit is prepared once a connection, and then called by the name that it got. */
const PREPARE_COMMIT = /P[\s\S]{4}(\w+)\0commit\0/;
const bindOf = (statement: string) => new RegExp(`B[\\s\\S]{4}\\x00${statement}\\x00`);

export async function startCuttingProxy(databaseUrl: string): Promise<CuttingProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let armed: CutAt | null = null;
  let cutCount = 0;

  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    let isWaitingForAnswer = false;
    let commit: RegExp | null = null;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    const cut = () => {
      cutCount += 1;
      client.destroy();
    };
    client.on("data", (chunk) => {
      const text = chunk.toString("latin1");
      const prepared = PREPARE_COMMIT.exec(text)?.[1];
      if (prepared) commit = bindOf(prepared);
      if (armed && commit?.test(text)) {
        const at = armed;
        armed = null;
        if (at === "before_commit") return cut();
        isWaitingForAnswer = true;
      }
      upstream.write(chunk);
    });
    upstream.on("data", (chunk) => (isWaitingForAnswer ? cut() : client.write(chunk)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");

  const { port } = address;
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const goDown = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      cutAll();
    });

  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${port}`;
  return {
    url: url.href,
    cutNextCommit: (at) => {
      armed = at;
    },
    cutAll,
    goDown,
    comeBack: () => new Promise((resolve) => server.listen(port, "127.0.0.1", resolve)),
    cuts: () => cutCount,
    close: () => (server.listening ? goDown() : Promise.resolve()),
  };
}

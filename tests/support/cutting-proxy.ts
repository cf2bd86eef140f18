import { connect, createServer, type Socket } from "node:net";

/** When a connection is cut: as the commit is sent but never arrives, or once it is done but never answered. */
export type CutAt = "before_commit" | "after_commit";
/** Or before a statement arrives, in the middle of its transaction: in order, or by a reset, as by a peer that is gone. */
export type CarrierCutAt = CutAt | "at_statement" | "reset_at_statement";

/** What is lost on the way, where that is asked for. */
export interface ProxyLosses {
  /** Asked for each notification that a client sends: no, and its connection is cut instead. */
  passesPublish?: () => boolean;
  /** Asked for those that pass: yes, and the server takes it, but nobody ever hears it. */
  losesPublish?: () => boolean;
}

/** Stands between a client and Postgres, and cuts connections on demand. */
export interface CuttingProxy {
  /** The same database, through the proxy. */
  url: string;
  /** The next commit of any connection cuts it. */
  cutNextCommit(at: CutAt): void;
  /** Cuts the connection on which this text is sent next. Returns what calls it off. */
  cutCarrier(text: string, at: CarrierCutAt, onCut: () => void): () => void;
  /** Cuts every connection now. */
  cutAll(): void;
  /** From now on connections are refused, until it comes back. */
  goDown(): Promise<void>;
  comeBack(): Promise<void>;
  cuts(): number;
  /** Whether the server knows a connection of this proxy by that port. */
  hasPort(port: number): boolean;
  close(): Promise<void>;
}

interface Order {
  /** Null for any connection. */
  text: string | null;
  at: CarrierCutAt;
  onCut: () => void;
}

/** A commit is prepared once a connection, and then called by the name that it got. */
const PREPARE_COMMIT = /P[\s\S]{4}(\w+)\0commit\0/;
const bindOf = (statement: string) => new RegExp(`B[\\s\\S]{4}\\x00${statement}\\x00`);
const WAKE_CHANNEL = "shoal_wake";
const LISTEN = `listen "${WAKE_CHANNEL}"`;
/** As long as the name that it takes the place of; nobody listens there. */
const LOST_CHANNEL = "shoal_lost";

export async function startCuttingProxy(
  databaseUrl: string,
  losses: ProxyLosses = {},
): Promise<CuttingProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const ports = new Map<Socket, number>();
  const orders = new Set<Order>();
  let cutCount = 0;

  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    let mine: Order | null = null;
    let isWaitingForAnswer = false;
    let commit: RegExp | null = null;
    upstream.once("connect", () => upstream.localPort && ports.set(upstream, upstream.localPort));
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        ports.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    const cut = () => {
      cutCount += 1;
      if (mine?.at === "reset_at_statement") client.resetAndDestroy();
      else client.destroy();
      mine?.onCut();
      mine = null;
    };
    client.on("data", (chunk) => {
      const text = chunk.toString("latin1");
      commit = commitOf(text) ?? commit;
      const isPublish = text.includes(WAKE_CHANNEL) && !text.includes(LISTEN);
      if (isPublish && losses.passesPublish?.() === false) return cut();
      const isLost = isPublish && losses.losesPublish?.() === true;
      mine ??= takeOrder(orders, (order) => order.text !== null && text.includes(order.text));
      if (mine?.at.endsWith("at_statement")) return cut();
      if (commit?.test(text)) {
        mine ??= takeOrder(orders, (order) => order.text === null);
        if (mine?.at === "before_commit") return cut();
        isWaitingForAnswer = mine !== null;
      }
      upstream.write(isLost ? Buffer.from(text.replace(WAKE_CHANNEL, LOST_CHANNEL), "latin1") : chunk);
    });
    upstream.on("data", (chunk) => {
      if (isWaitingForAnswer) return cut();
      client.write(chunk);
    });
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
      orders.add({ text: null, at, onCut: () => {} });
    },
    cutCarrier(text, at, onCut) {
      const order = { text, at, onCut };
      orders.add(order);
      return () => orders.delete(order);
    },
    cutAll,
    goDown,
    comeBack: () => new Promise((resolve) => server.listen(port, "127.0.0.1", resolve)),
    cuts: () => cutCount,
    hasPort: (port) => [...ports.values()].includes(port),
    close: () => (server.listening ? goDown() : Promise.resolve()),
  };
}

function commitOf(text: string): RegExp | null {
  const prepared = PREPARE_COMMIT.exec(text)?.[1];
  return prepared ? bindOf(prepared) : null;
}

function takeOrder(orders: Set<Order>, fits: (order: Order) => boolean): Order | null {
  for (const order of orders) {
    if (!fits(order)) continue;
    orders.delete(order);
    return order;
  }
  return null;
}

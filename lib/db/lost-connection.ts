const LOST_CODES: readonly unknown[] = ["CONNECTION_CLOSED", "CONNECT_TIMEOUT"];

/** True for errors that the driver gave its statements because the socket is gone, or never spoke. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error) || !("query" in error)) return false;
  return "syscall" in error || ("code" in error && LOST_CODES.includes(error.code));
}

/** Ended by hand or to restart, because it crashed, or not there yet after it did. */
const SHUTDOWN_CODES: readonly unknown[] = ["57P01", "57P02", "57P03"];

/** True for what a server says that ends a connection, or refuses one, as long as it restarts. */
export function isShutDown(error: unknown): boolean {
  return error instanceof Error && "code" in error && SHUTDOWN_CODES.includes(error.code);
}

/**
 * For a process that is to outlive its connections. The driver asks the server on each new one for its types, and handles
 * no failure of that question: where the connection breaks just then, the process would end for it. The pool makes the
 * connection anew; any other rejection that nobody handles still ends the process.
 */
export function outliveConnections(): void {
  process.on("unhandledRejection", (error) => {
    if (!isConnectionLost(error) && !isShutDown(error)) throw error;
  });
}

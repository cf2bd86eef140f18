/** True for errors that the driver gave its statements because the socket is gone. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error) || !("query" in error)) return false;
  return "syscall" in error || ("code" in error && error.code === "CONNECTION_CLOSED");
}

/** True for what a server says that ends a connection: by hand, to restart, or because it crashed. */
export function isShutDown(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "57P01" || error.code === "57P02");
}

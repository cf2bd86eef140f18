export { type ConnectOptions, connect, database, type Sql, type Transaction } from "./client.ts";
export { type CursorPlace, pageOf, parseCursor } from "./cursor.ts";
export { outliveConnections } from "./lost-connection.ts";
export { migrate } from "./migrate.ts";
export { isDatabaseUnreachable, isTransient } from "./passing-errors.ts";
export {
  asAdmin,
  asAuthenticator,
  asReader,
  asUser,
  asWorker,
  asWorkerAsync,
} from "./scope.ts";

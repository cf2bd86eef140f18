export { type ConnectOptions, connect, database, type Sql, type Transaction } from "./client.ts";
export { migrate } from "./migrate.ts";
export {
  asAdmin,
  asAuthenticator,
  asReader,
  asReaderOnce,
  asUser,
  asWorker,
  asWorkerAsync,
} from "./scope.ts";

/** The whole schema, by area. `npm run db:generate` turns a change of it into a migration. */
export * from "./schema/accounts.ts";
export * from "./schema/creators.ts";
export * from "./schema/jobs.ts";
export * from "./schema/ledger.ts";
export * from "./schema/providers.ts";
export { adminRole, authRole, webRole, workerRole } from "./schema/shared.ts";

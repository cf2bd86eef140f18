import postgres from "postgres";

/** As many connections as the product's own pool. Connects with the first statement: a build has no database. */
export const sql = postgres(process.env.DATABASE_URL ?? "", { max: 20 });

/** The migrated database that test files copy. */
export const TEMPLATE_DATABASE = "shoal_template";

/** The address of another database of the same cluster. */
export function databaseUrl(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** Nothing of the caller's environment: PGDATA, PGPORT or a locale set there must not change the server. */
export const BARE_ENVIRONMENT: NodeJS.ProcessEnv = {
  NODE_ENV: "production",
  PATH: "/usr/bin:/bin",
  LC_ALL: "C",
  TZ: "UTC",
};

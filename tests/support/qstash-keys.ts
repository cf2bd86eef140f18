/** Of the stand-in for QStash and of the app that it calls, in tests. */
export const QSTASH_KEYS = {
  QSTASH_TOKEN: "test-token",
  QSTASH_CURRENT_SIGNING_KEY: "test-current-key",
  QSTASH_NEXT_SIGNING_KEY: "test-next-key",
  CRON_SECRET: "test-cron-secret",
} as const;

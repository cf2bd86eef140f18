import type { SWRConfiguration } from "swr";
import { ApiError } from "./api-client.ts";

const RETRY_MS = 2_000;

/**
 * For what is polled anyway: after an error it is asked again every two seconds, where SWR's own growing pauses
 * would keep an alert on the page long after the outage.
 */
export const steadyRetry = {
  shouldRetryOnError: (error: Error) => !(error instanceof ApiError) || error.isTransient,
  onErrorRetry: (_error, _key, _config, revalidate, { retryCount }) => {
    setTimeout(() => void revalidate({ retryCount, dedupe: true }), RETRY_MS);
  },
} satisfies SWRConfiguration;

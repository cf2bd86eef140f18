import { Client } from "@upstash/qstash";
import { qstashSettings } from "./settings.ts";

/** The client itself repeats only what the network lost. */
const NETWORK_RETRIES = 2;

let client: Client | null = null;

export function qstashClient(): Client {
  if (client === null) {
    const { baseUrl, token } = qstashSettings();
    client = new Client({
      baseUrl,
      token,
      retry: { retries: NETWORK_RETRIES },
      enableTelemetry: false,
      devMode: false,
    });
  }
  return client;
}

import { z } from "zod";
import { env } from "#lib/env.ts";
import type { ProviderDefinition } from "../core/provider.ts";
import { ProviderError, type ProviderErrorKind } from "../core/provider-error.ts";

const NAME = "scrapecreators";

/** The envelope of every answer; soft failures carry `error` and `errorStatus`, also beside `success: true`. */
const envelopeSchema = z.object({
  success: z.boolean().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
  errorStatus: z.number().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  credits_charged: z.number().int().nonnegative().optional().catch(undefined),
  /** Only an answer from the vendor's cache has it. */
  cached_at: z.string().optional().catch(undefined),
});

/** The vendor behind the adapters beside it. Format: its published command-line client. */
export const scrapecreators: ProviderDefinition = {
  name: NAME,

  limits() {
    const settings = env("providers");
    return {
      parallelMax: settings.SCRAPECREATORS_PARALLEL_MAX,
      callsPerSecondMax: settings.SCRAPECREATORS_CALLS_PER_SECOND_MAX,
      callTimeoutMs: settings.SCRAPECREATORS_TIMEOUT_MS,
    };
  },

  connection() {
    const settings = env("providers");
    if (!settings.SCRAPECREATORS_API_KEY) {
      throw new ProviderError(NAME, "unauthorized", "SCRAPECREATORS_API_KEY is not set.");
    }
    return {
      baseUrl: settings.SCRAPECREATORS_BASE_URL,
      headers: { "x-api-key": settings.SCRAPECREATORS_API_KEY },
    };
  },

  readError(body) {
    const envelope = envelopeSchema.safeParse(body);
    if (!envelope.success) return { kind: "bad_body", status: null, message: "The answer is not an object." };
    const { success, error, errorStatus, message } = envelope.data;
    if (success !== false && error === undefined && errorStatus === undefined) return null;
    const text = message ?? error ?? "The provider answered with an error.";
    return { kind: kindOf(error, errorStatus), status: errorStatus ?? null, message: text };
  },

  readCost(body) {
    return envelopeSchema.safeParse(body).data?.credits_charged ?? null;
  },

  readStoredAt(body) {
    const storedAt = new Date(envelopeSchema.safeParse(body).data?.cached_at ?? Number.NaN);
    return Number.isNaN(storedAt.getTime()) ? null : storedAt;
  },

  envelopeKeys: Object.keys(envelopeSchema.shape),
};

function kindOf(error: string | undefined, status: number | undefined): ProviderErrorKind {
  if (error === "not_found" || status === 404) return "not_found";
  if (status === 402) return "payment_required";
  if (status === 401 || status === 403) return "unauthorized";
  if (status === 429) return "rate_limited";
  return "bad_body";
}

import { type Logger, pino } from "pino";
import { env } from "#lib/env.ts";

/** Never logged, whoever passes them: what signs someone in, and what identifies a person. */
const SECRET_FIELDS = ["token", "cookie", "authorization", "apiKey", "password", "email", "emails"];
const STANDARD_ERROR = 2;

/**
 * JSON lines on standard error. The message is an event name, noun.verb: `logger.info({ jobId }, "job.dispatched")`.
 * `logger.child({ jobId })` carries a scope along.
 */
export const logger: Logger = pino(
  {
    level: env("web").LOG_LEVEL,
    messageKey: "event",
    errorKey: "error",
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: ["", "*.", "*.*."].flatMap((prefix) => SECRET_FIELDS.map((field) => `${prefix}${field}`)),
      censor: "[redacted]",
    },
  },
  pino.destination({ dest: STANDARD_ERROR, sync: true }),
);

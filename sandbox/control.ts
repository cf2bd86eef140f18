import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { CallLog } from "./call-log.ts";
import { type Faults, parseFaultRules } from "./faults.ts";
import { readJson, sendJson } from "./http.ts";

/** The endpoints with which tests count calls and break things; no provider has them. */
export async function handleControl(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  state: { calls: CallLog; faults: Faults },
): Promise<void> {
  switch (`${request.method} ${path}`) {
    case "GET /__calls":
      return sendJson(response, 200, state.calls.summary());
    case "POST /__calls/reset":
      state.calls.reset();
      return sendJson(response, 200, { total: 0 });
    case "GET /__faults":
      return sendJson(response, 200, { rules: state.faults.list() });
    case "DELETE /__faults":
      state.faults.clear();
      return sendJson(response, 200, { rules: [] });
    case "POST /__faults":
      try {
        state.faults.add(parseFaultRules(await readJson(request)));
      } catch (error) {
        return sendJson(response, 400, { error: { code: "bad_request", message: explain(error) } });
      }
      return sendJson(response, 200, { rules: state.faults.list() });
    default:
      return sendJson(response, 404, {
        error: { code: "not_found", message: `No ${request.method} ${path}.` },
      });
  }
}

function explain(error: unknown): string {
  if (!(error instanceof z.ZodError)) return error instanceof Error ? error.message : String(error);
  return error.issues
    .map((issue) => (issue.path.length > 0 ? `${issue.path.join(".")}: ${issue.message}` : issue.message))
    .join("; ");
}

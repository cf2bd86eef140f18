/** A page that waits longer than this for an answer says so. */
const ANSWER_MS_MAX = 20_000;

/** What the API said instead of an answer; `status` is 0 when none came. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly field: string | null;

  constructor(status: number, code: string, message: string, field: string | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.field = field;
  }

  /** Whether the same request may do better later. */
  get isTransient(): boolean {
    return this.status === 0 || this.status >= 500;
  }
}

/** @throws ApiError */
export async function getResponse(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, {
      cache: "no-store",
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
      ...init,
    });
  } catch {
    throw new ApiError(0, "unreachable", "Shoal does not answer.");
  }
  if (response.ok || response.status === 304) return response;
  throw await errorOf(response);
}

/**
 * The JSON answer of one of our own routes, whose shape the caller names.
 * @throws ApiError
 */
export async function getJson<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await getResponse(path, init);
  return response.json() as Promise<T>;
}

/** Sends JSON. @throws ApiError */
export function postJson<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
  return sendJson<T>("POST", path, body, headers);
}

/** Sends what is to be changed, as JSON. @throws ApiError */
export function patchJson<T>(path: string, body: unknown): Promise<T> {
  return sendJson<T>("PATCH", path, body);
}

function sendJson<T>(
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  return getJson<T>(path, {
    method,
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

async function errorOf(response: Response): Promise<ApiError> {
  const body: { error?: { code?: string; message?: string; field?: string } } = await response
    .json()
    .catch(() => ({}));
  const { code = "unknown", message = `Shoal answered ${response.status}.`, field = null } = body.error ?? {};
  return new ApiError(response.status, code, message, field);
}

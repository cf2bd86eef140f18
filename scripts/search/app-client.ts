import { ApiError, getJson, getResponse, postJson } from "#components/api-client.ts";
import { findStart } from "../start/record.ts";

const DEMO_USER = "marketer@example.com";

/** The running app, as one of its users. Paths begin with a slash. */
export interface AppClient {
  url: string;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  getJson<T>(path: string): Promise<T>;
  postJson<T>(path: string, body: unknown, headers?: Record<string, string>): Promise<T>;
  delete(path: string): Promise<void>;
}

/** @throws Error when Shoal does not run, ApiError when it refuses */
export async function connectToApp(): Promise<AppClient> {
  const url = findApp();
  if (url === undefined) throw notRunning();
  let cookie: string;
  try {
    cookie = await signIn(url);
  } catch (error) {
    if (error instanceof ApiError && error.status === 0) throw notRunning();
    throw error;
  }
  return {
    url,
    get: (path, headers = {}) => getResponse(url + path, { headers: { ...headers, cookie } }),
    getJson: (path) => getJson(url + path, { headers: { cookie } }),
    postJson: (path, body, headers = {}) => postJson(url + path, body, { ...headers, cookie }),
    delete: async (path) => {
      await getResponse(url + path, { method: "DELETE", headers: { cookie } });
    },
  };
}

function findApp(): string | undefined {
  const named = process.env.SHOAL_URL?.trim();
  if (named) return named.replace(/\/+$/, "");
  const start = findStart();
  return start?.state === "running" ? start.url : undefined;
}

function notRunning(): Error {
  return new Error("Shoal is not running; `npm start` first.");
}

async function signIn(url: string): Promise<string> {
  const response = await getResponse(`${url}/api/auth/local`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email: DEMO_USER }),
  });
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";", 1)[0])
    .join("; ");
}

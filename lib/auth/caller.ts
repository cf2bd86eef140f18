/** Who is asking, and for which account. */
export interface Caller {
  userId: string;
  accountId: string;
  email: string;
  name: string;
  role: "user" | "admin";
  /** The plan of the account. */
  plan: string;
}

/** What a request carries that says who is asking. A `Request` is one. */
export interface Credentials {
  headers: Headers;
}

/** One way of signing in. Gives null where the request carries nothing of its kind, or nothing valid. */
export interface Authenticator {
  authenticate(credentials: Credentials): Promise<Caller | null>;
}

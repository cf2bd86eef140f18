/** The address in the message by which a stand-in says that it is ready. */
export function readyUrl(message: unknown): string | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  if (!("type" in message && message.type === "ready" && "url" in message)) return undefined;
  return typeof message.url === "string" ? message.url : undefined;
}

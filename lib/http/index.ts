export { idempotencyKey } from "./idempotency-key.ts";
export { requireOwnOrigin } from "./own-origin.ts";
export { readLimited } from "./read-json.ts";
export { safeReturnPath } from "./return-path.ts";
export { adminRoute, answer, publicRoute, route } from "./route.ts";

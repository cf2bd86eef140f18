import { ApiError } from "#components/api-client.ts";

/** The searches of one run. */
export const BODIES = ["tiktok", "instagram", "youtube"].map((platform) => ({
  platform,
  keywords: ["makeup"],
  targetResults: 10,
  expand: false,
}));
/** What refuses one of them, and what leaves open whether it was taken. */
export const NOT_ALLOWED = new ApiError(403, "allowance_exceeded", "Too many.", "targetResults");
export const LOST = new ApiError(0, "unreachable", "Shoal does not answer.");

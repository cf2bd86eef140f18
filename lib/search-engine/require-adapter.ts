import { AppError } from "#lib/errors.ts";
import { findAdapter, type PlatformAdapter, platforms } from "./v2/index.ts";

/** @throws AppError `bad_request` that names the platforms that there are */
export function requireAdapter(platform: string): PlatformAdapter {
  const adapter = findAdapter(platform);
  if (adapter) return adapter;
  throw new AppError("bad_request", `platform: must be one of ${platforms().join(", ")}.`, {
    field: "platform",
  });
}

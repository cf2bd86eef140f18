import { z } from "zod";
import { avatarResponse, readAvatar } from "#lib/avatars/index.ts";
import { route } from "#lib/http/index.ts";

const query = z.strictObject({ url: z.string().max(2_000) });

export const GET = route({ query }, async ({ request, query }) =>
  avatarResponse(await readAvatar(query.url), request.headers.get("if-none-match")),
);

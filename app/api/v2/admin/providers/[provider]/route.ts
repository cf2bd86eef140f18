import { z } from "zod";
import { providerSwitchBodySchema, switchProvider } from "#lib/admin/index.ts";
import { adminRoute } from "#lib/http/index.ts";

const provider = {
  params: z.object({ provider: z.string().max(100) }),
  body: providerSwitchBodySchema,
  resource: "provider",
};

export const POST = adminRoute(provider, async ({ caller, params, body }) =>
  Response.json(await switchProvider(caller, params.provider, body)),
);

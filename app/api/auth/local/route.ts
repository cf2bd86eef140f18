import { cookies } from "next/headers";
import { z } from "zod";
import { signInLocally, signOut } from "#lib/auth/index.ts";
import { publicRoute } from "#lib/http/index.ts";

const bodySchema = z.strictObject({ email: z.email() });

export const POST = publicRoute({ body: bodySchema }, async ({ body }) => {
  const { caller, cookie } = await signInLocally(body.email);
  (await cookies()).set(cookie);
  return Response.json(caller);
});

export const DELETE = publicRoute({}, async ({ request }) => {
  const { cookie } = await signOut(request);
  (await cookies()).set(cookie);
  return new Response(null, { status: 204 });
});

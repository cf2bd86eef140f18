import { z } from "zod";
import { checkJob } from "#lib/admin/index.ts";
import { adminRoute } from "#lib/http/index.ts";

const job = { params: z.object({ jobId: z.uuid() }), query: z.strictObject({}), resource: "job" };

export const GET = adminRoute(job, async ({ caller, params }) =>
  Response.json(await checkJob(caller, params.jobId)),
);

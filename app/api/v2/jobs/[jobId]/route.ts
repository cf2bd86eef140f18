import { z } from "zod";
import { route } from "#lib/http/index.ts";
import { cancelJob, getJob } from "#lib/search-engine/index.ts";

const job = { params: z.object({ jobId: z.uuid() }), query: z.strictObject({}), resource: "job" };

export const GET = route(job, async ({ caller, params }) =>
  Response.json(await getJob(caller, params.jobId)),
);

export const DELETE = route(job, async ({ caller, params }) =>
  Response.json(await cancelJob(caller, params.jobId)),
);

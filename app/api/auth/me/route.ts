import { route } from "#lib/http/index.ts";

export const GET = route({}, ({ caller }) => Response.json(caller));

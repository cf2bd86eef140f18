import { admin } from "./admin.ts";
import { campaigns } from "./campaigns.ts";
import { compare } from "./compare.ts";
import { jobs } from "./jobs.ts";
import { results } from "./results.ts";
import { run } from "./run.ts";
import { search } from "./search.ts";
import { shell } from "./shell.ts";
import { signIn } from "./sign-in.ts";
import { timeline } from "./timeline.ts";

/**
 * All words of the dashboard, by screen, for pages on the server. A component takes those of a screen from its file: what runs
 * in the browser would load all of these. Numbers and dates are written by `useFormats`.
 */
export const messages = { search, shell, signIn, run, results, jobs, timeline, compare, campaigns, admin };

import { admin } from "./admin.ts";
import { campaigns } from "./campaigns.ts";
import { results } from "./results.ts";
import { run } from "./run.ts";
import { shell } from "./shell.ts";
import { signIn } from "./sign-in.ts";

/** All words of the dashboard, by screen. Numbers and dates are written by `useFormats`. */
export const messages = { shell, signIn, run, results, campaigns, admin };

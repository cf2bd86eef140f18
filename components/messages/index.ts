import { search } from "./search.ts";
import { shell } from "./shell.ts";
import { signIn } from "./sign-in.ts";

/** All words of the dashboard, by screen. Numbers and dates are written by `useFormats`. */
export const messages = { search, shell, signIn };

import { isLoopback } from "#scripts/start/environment.ts";
import { note, ok, warning } from "../finding.ts";
import type { ConfigurationCheck } from "./check.ts";

export const authCheck: ConfigurationCheck<"auth"> = {
  group: "auth",
  title: "Sign-in",
  look({ given, values }, { web }) {
    const { APP_URL: url } = web.values;
    const isOpen = url !== undefined && !isLoopback(url);
    if (!given.has("LOCAL_SIGN_IN")) {
      return isOpen
        ? [note("Nobody can sign in: APP_URL leads here from elsewhere, and LOCAL_SIGN_IN is not set.")]
        : [ok("npm start lets the one-click users in, as it answers on this machine only.")];
    }
    if (values.LOCAL_SIGN_IN === "off") return [note("Nobody can sign in: LOCAL_SIGN_IN is off.")];
    if (values.LOCAL_SIGN_IN === undefined) return [];
    return isOpen
      ? [warning("LOCAL_SIGN_IN is on and APP_URL leads here from elsewhere: whoever can open it is let in.")]
      : [ok("The one-click users are let in: LOCAL_SIGN_IN is on.")];
  },
};

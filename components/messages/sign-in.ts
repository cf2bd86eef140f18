export const signIn = {
  title: "Sign in",
  lead: "Type a few keywords. Shoal searches for all of them at once and shows creators from the first second, with their bio, e-mail and numbers.",
  local:
    "This Shoal runs on one machine, for whoever sits in front of it, so there is no password. Pick one of the people of the demo workspace.",
  as: (name: string) => `Continue as ${name}`,
  off: "Signing in without a password is off here.",
} as const;

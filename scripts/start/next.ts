/**
 * Next's command line, as a child of another process: when that one is gone, this one and its workers end at
 * once. `next start` and `next build` do not watch for that themselves.
 */
process.on("disconnect", () => {
  try {
    process.kill(-process.pid, "SIGKILL");
  } catch {
    process.exit(1);
  }
});
// Listening must not keep a finished build alive.
process.channel?.unref();

await import("next/dist/bin/next");

export {};

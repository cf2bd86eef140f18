/** Runs once as a server process starts: what cannot work is told now, not at the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { requireWorkingQueue } = await import("#lib/queue/index.ts");
  requireWorkingQueue();
}

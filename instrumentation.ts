/** Runs once as a server process starts: one that cannot work ends with the reason, before it answers anybody. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { endUnlessQueueWorks } = await import("#lib/queue/index.ts");
  endUnlessQueueWorks();
}

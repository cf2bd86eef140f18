/**
 * glibc gives each thread a heap of its own, and gives back little of them: a server's memory would climb for hours.
 * Read once, as a process begins; other systems do not read these.
 */
export const ALLOCATOR = { MALLOC_ARENA_MAX: "2", MALLOC_TRIM_THRESHOLD_: "131072" };

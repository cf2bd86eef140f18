import type { Check } from "./check.ts";

/** With what Next ends once it has answered whoever was waiting: 128 and the number of SIGTERM. */
const ENDED_IN_ORDER = ["code 0", "code 143"];

export const noneEndedByItself: Check = {
  name: "no process ended by itself",
  find({ processes }) {
    if (processes.length === 0) return { detail: "there was none" };
    const fallen = processes.find(({ ownEnds }) => ownEnds.length > 0);
    return fallen
      ? {
          detail: `${fallen.name} ended by itself (${fallen.ownEnds.join(", ")}): see test-results/faults/`,
        }
      : null;
  },
};

export const webUnharmed: Check = {
  name: "the server that answers users lived through it, and ends in order when it is told to",
  find({ web }) {
    if (!web.wasAlive) return { detail: `it had ended by itself (${web.end}): see test-results/faults/` };
    return ENDED_IN_ORDER.includes(web.end) ? null : { detail: `it ended with ${web.end}` };
  },
};

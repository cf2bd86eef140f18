import type { Check } from "./check.ts";

export const messagesHarmless: Check = {
  name: "no message that came twice met what must not be: two who hold one task, or an error (I1)",
  find({ messages, transport }) {
    const [fault] = messages.faults;
    if (fault !== undefined) return { detail: `${fault} (${messages.faults.length} in all)` };
    return transport === "postgres" && !messages.racingDuplicates
      ? { detail: "no two claims of one task were made at once, so that nothing is shown" }
      : null;
  },
};

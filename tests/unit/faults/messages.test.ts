import { expect, it } from "vitest";
import { messagesHarmless } from "#tests/faults/checks/messages.ts";
import { makeEvidence } from "./evidence.ts";

const { messages } = makeEvidence();

it("passes where messages met what they may", () => {
  expect(messagesHarmless.find(makeEvidence())).toBeNull();
  const delivered = { ...messages, racingDuplicates: null };
  expect(messagesHarmless.find(makeEvidence({ transport: "qstash", messages: delivered }))).toBeNull();
});

it("fails where two got one task, or one met an error", () => {
  const faults = ["two claims at once both got struck-1 search yoga", "another"];
  const failure = messagesHarmless.find(makeEvidence({ messages: { ...messages, faults } }));
  expect(failure?.detail).toContain("both got struck-1 search yoga (2 in all)");
});

it("fails where no two claims were made at once", () => {
  const none = { ...messages, racingDuplicates: 0 };
  expect(messagesHarmless.find(makeEvidence({ messages: none }))).not.toBeNull();
});

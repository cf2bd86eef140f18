import { describe, expect, it } from "vitest";
import { WrittenAddresses } from "#components/address/written-addresses.ts";

/** `write X`, or `at X` once the router is there. */
function after(...steps: string[]): string | null {
  const written = new WrittenAddresses();
  for (const step of steps) {
    const [what, address = ""] = step.split(" ");
    if (what === "write") written.write(address);
    else written.arrive(address);
  }
  return written.newest;
}

describe("what stands in the address", () => {
  it.each([
    { name: "is the browser's own at first", steps: ["at /search?"], expected: null },
    {
      name: "is what was written until the router is there",
      steps: ["write /search?q=a"],
      expected: "/search?q=a",
    },
    {
      name: "is the browser's own from then on",
      steps: ["write /search?q=a", "at /search?q=a"],
      expected: null,
    },
    {
      name: "stays what was written last while the router comes to an older one",
      steps: ["write /search?q=a", "write /search?", "at /search?q=a"],
      expected: "/search?",
    },
    {
      name: "needs no step that the router skips",
      steps: ["write /search?q=a", "write /search?q=b", "at /search?q=b"],
      expected: null,
    },
    {
      name: "is that of a page to which one went meanwhile",
      steps: ["write /search?q=a", "at /jobs?"],
      expected: null,
    },
    {
      name: "may be the same as before",
      steps: ["write /search?q=a", "write /search?", "write /search?q=a", "at /search?q=a"],
      expected: "/search?q=a",
    },
  ])("$name", ({ steps, expected }) => {
    expect(after(...steps)).toBe(expected);
  });
});

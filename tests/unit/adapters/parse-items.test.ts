import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parseAnswer, parseItems } from "#lib/search-engine/v2/core/parse-items.ts";

const schema = z.object({ id: z.string() });

describe("parseItems", () => {
  it("keeps the good and counts the bad while at most half are bad", () => {
    expect(parseItems("p", schema, [{ id: "a", more: 1 }, { id: 2 }])).toEqual({
      items: [{ id: "a" }],
      skipped: 1,
    });
  });

  it("takes an empty list for what it is", () => {
    expect(parseItems("p", schema, [])).toEqual({ items: [], skipped: 0 });
  });

  it("says what is wrong when more than half are bad, without the values", () => {
    const parse = () => parseItems("p", schema, [{ id: "a" }, { id: 4711 }, null]);
    expect(parse).toThrow(
      expect.objectContaining({ name: "ProviderError", provider: "p", kind: "format", isRetryable: true }),
    );
    expect(parse).toThrow(/2 of 3 items .*\(id: /);
    expect(parse).not.toThrow(/4711/);
  });
});

describe("parseAnswer", () => {
  it("names the field that is not as expected", () => {
    expect(() => parseAnswer("p", z.object({ list: z.array(schema) }), { list: [{}] })).toThrow(
      /list\.0\.id: /,
    );
  });
});

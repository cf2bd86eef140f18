import { describe, expect, it } from "vitest";
import { createStatusPoller } from "#components/status-poller.ts";

interface Asked {
  since: string | null;
  ifNoneMatch: string | undefined;
}

/** Answers one after the other; a row is its id and position. */
function provider(answers: { rows?: [string, number][]; next?: string; more?: boolean; status?: number }[]) {
  const asked: Asked[] = [];
  const get = async (path: string, headers: Record<string, string>) => {
    const answer = answers[asked.length];
    const { searchParams } = new URL(path, "http://localhost");
    asked.push({ since: searchParams.get("since"), ifNoneMatch: headers["If-None-Match"] });
    if (!answer) throw new Error("asked too often");
    if (answer.status === 304) return new Response(null, { status: 304 });
    const creators = (answer.rows ?? []).map(([platformId, position]) => ({ platformId, position }));
    const pagination = { nextCursor: answer.next ?? "0.0", total: 0, more: answer.more ?? false };
    return Response.json(
      { status: "searching", creators, pagination },
      { headers: { etag: `tag-${asked.length}` } },
    );
  };
  return { asked, poller: createStatusPoller("job", get) };
}

const ids = (rows: readonly { platformId: string }[]) => rows.map((row) => row.platformId);

describe("createStatusPoller", () => {
  it("fetches all pages, and asks for a change only once it has them", async () => {
    const { asked, poller } = provider([
      { rows: [["a", 1]], next: "1.1", more: true },
      { rows: [["b", 2]], next: "1.2" },
      { status: 304 },
    ]);
    const first = await poller.poll();
    expect(ids(first.rows)).toEqual(["a", "b"]);
    expect(await poller.poll()).toBe(first);
    expect(asked).toEqual([
      { since: null, ifNoneMatch: undefined },
      { since: "1.1", ifNoneMatch: undefined },
      { since: "1.2", ifNoneMatch: "tag-2" },
    ]);
  });

  it("replaces rows that changed and keeps all in the order of their position", async () => {
    const { poller } = provider([
      {
        rows: [
          ["b", 2],
          ["a", 1],
        ],
        next: "1.2",
      },
      {
        rows: [
          ["c", 3],
          ["a", 1],
        ],
        next: "2.1",
      },
    ]);
    const [a, b] = (await poller.poll()).rows;
    const later = (await poller.poll()).rows;
    expect(ids(later)).toEqual(["a", "b", "c"]);
    expect(later[0]).not.toBe(a);
    expect(later[1]).toBe(b);
  });

  it("keeps the rows where only the counters changed", async () => {
    const { poller } = provider([{ rows: [["a", 1]], next: "1.1" }, { next: "1.1" }]);
    const { rows } = await poller.poll();
    expect((await poller.poll()).rows).toBe(rows);
  });

  it("asks once for calls at the same time, and again after an error", async () => {
    const { asked, poller } = provider([{ rows: [["a", 1]], next: "1.1" }]);
    const [one, other] = await Promise.all([poller.poll(), poller.poll()]);
    expect(one).toBe(other);
    expect(asked).toHaveLength(1);
    await expect(poller.poll()).rejects.toThrow("asked too often");
    await expect(poller.poll()).rejects.toThrow("asked too often");
    expect(asked).toHaveLength(3);
  });
});

import { expect, it } from "vitest";
import { Places } from "#lib/avatars/places.ts";

it("lets so many run at once, and the others after them in their order", async () => {
  const places = new Places({ runningMax: 2, waitingMax: 10 });
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const all = Array.from({ length: 5 }, (_, number) =>
    places.run(() => {
      begun.push(number);
      return new Promise<void>((ended) => ends.push(ended));
    }),
  );
  for (let ended = 0; ended < 5; ended += 1) {
    // Whatever can begin has begun once all that is due was done.
    await new Promise(setImmediate);
    expect(begun).toEqual([0, 1, 2, 3, 4].slice(0, Math.min(5, ended + 2)));
    ends[ended]?.();
    await all[ended];
  }
});

it("takes no more when the line is full, and gives a place back when the work fails", async () => {
  const places = new Places({ runningMax: 1, waitingMax: 1 });
  let fail = (_: Error) => {};
  const first = places.run(() => new Promise<void>((_, failed) => (fail = failed)));
  const second = places.run(async () => "second");
  await expect(places.run(async () => "third")).rejects.toMatchObject({ code: "unavailable" });
  fail(new Error("no picture"));
  await expect(first).rejects.toThrow("no picture");
  expect(await second).toBe("second");
  expect(await places.run(async () => "again")).toBe("again");
});

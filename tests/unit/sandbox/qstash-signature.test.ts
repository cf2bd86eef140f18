import { Receiver } from "@upstash/qstash";
import { expect, it } from "vitest";
import { type Delivered, KEYS, openDestination, openQstash } from "./qstash-client.ts";

const receiver = new Receiver(KEYS);

function request({ headers, body }: Delivered, url: string) {
  return { signature: String(headers["upstash-signature"]), body, url };
}

async function deliverOne(
  beforehand: (qstash: Awaited<ReturnType<typeof openQstash>>) => unknown = () => {},
) {
  const [qstash, destination] = [await openQstash(), await openDestination()];
  const url = `${destination.url}/work?x=1`;
  await beforehand(qstash);
  await qstash.client.publishJSON({ url, body: { text: "Ünï" } });
  await qstash.whenIdle();
  const [delivered] = destination.deliveries;
  if (!delivered) throw new Error("nothing was delivered");
  return request(delivered, url);
}

it("is what the SDK's receiver accepts, for this body at this address alone", async () => {
  const signed = await deliverOne();
  expect(await receiver.verify(signed)).toBe(true);
  await expect(receiver.verify({ ...signed, body: '{"text":"other"}' })).rejects.toThrow(/body hash/);
  await expect(receiver.verify({ ...signed, url: signed.url.replace("x=1", "x=2") })).rejects.toThrow(
    /subject/,
  );
  const stranger = new Receiver({ currentSigningKey: "sig_a", nextSigningKey: "sig_b" });
  await expect(stranger.verify(signed)).rejects.toThrow(/signature/);
});

it("is made with the next key after a rotation, which a receiver with the old keys accepts", async () => {
  const signed = await deliverOne((qstash) => {
    expect(qstash.rotateKeys("sig_third")).toEqual({ current: "sig_next", next: "sig_third" });
  });
  expect(await receiver.verify(signed)).toBe(true);
  const onlyOld = new Receiver({ currentSigningKey: "sig_current", nextSigningKey: "sig_current" });
  await expect(onlyOld.verify(signed)).rejects.toThrow(/signature/);
});

it("rotates over HTTP, and tells its keys to who has the token", async () => {
  const qstash = await openQstash();
  const keys = async () =>
    (await fetch(`${qstash.url}/v2/keys`, { headers: { authorization: "Bearer test-token" } })).json();
  expect(await keys()).toEqual({ current: "sig_current", next: "sig_next" });
  await qstash.control("POST", "/__rotate-keys", {});
  expect(await keys()).toEqual({ current: "sig_next", next: expect.stringMatching(/^sig_\w{32}$/) });
  expect((await fetch(`${qstash.url}/v2/keys`)).status).toBe(401);
});

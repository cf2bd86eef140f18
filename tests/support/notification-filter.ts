const NOTIFICATION = "A".charCodeAt(0);
/** The kind of a message, and its length without the kind. */
const HEAD_BYTES = 5;

/** Takes notifications out of what the server sends to a connection; `passes` is asked for each. */
export function notificationFilter(passes: () => boolean): (chunk: Buffer) => Buffer {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    let data = Buffer.concat([rest, chunk]);
    const passed: Buffer[] = [];
    while (data.length >= HEAD_BYTES) {
      const bytes = 1 + data.readInt32BE(1);
      if (data.length < bytes) break;
      const message = data.subarray(0, bytes);
      data = data.subarray(bytes);
      if (message[0] !== NOTIFICATION || passes()) passed.push(message);
    }
    rest = data;
    return Buffer.concat(passed);
  };
}

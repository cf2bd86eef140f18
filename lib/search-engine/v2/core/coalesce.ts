/**
 * Turns single calls into batches without delaying any: while a batch is under way the next one gathers.
 * `flush` answers one result an input, in order; if it throws, every input of the batch gets the error.
 */
export function coalesce<Input, Output>(
  flush: (inputs: Input[]) => Promise<Output[]>,
  batchSizeMax: number,
): (input: Input) => Promise<Output> {
  interface Waiting {
    input: Input;
    resolve: (output: Output) => void;
    reject: (error: unknown) => void;
  }
  const queue: Waiting[] = [];
  let isFlushing = false;

  async function pump(): Promise<void> {
    isFlushing = true;
    // Lets the callers of this turn of the event loop join the first batch.
    await new Promise((resolve) => setImmediate(resolve));
    while (queue.length > 0) {
      const batch = queue.splice(0, batchSizeMax);
      try {
        const outputs = await flush(batch.map((waiting) => waiting.input));
        batch.forEach((waiting, index) => {
          const output = outputs[index];
          if (index < outputs.length) waiting.resolve(output as Output);
          else waiting.reject(new Error("the batch answered fewer results than inputs"));
        });
      } catch (error) {
        for (const waiting of batch) waiting.reject(error);
      }
    }
    isFlushing = false;
  }

  return (input) =>
    new Promise((resolve, reject) => {
      queue.push({ input, resolve, reject });
      if (!isFlushing) void pump();
    });
}

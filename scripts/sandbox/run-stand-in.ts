interface StandIn<Options> {
  help: string;
  /** Null if help is asked for. */
  readOptions: () => Options | null;
  start: (options: Options) => Promise<{ url: string; close(): Promise<void> }>;
  /** The line for who started it by hand. */
  welcome: (url: string) => string;
}

/** Runs a stand-in until a signal, or until the parent is gone; tells the parent when it is ready. */
export async function runStandIn<Options>(standIn: StandIn<Options>): Promise<void> {
  let options: Options | null;
  try {
    options = standIn.readOptions();
  } catch (error) {
    fail(error, 2);
  }
  if (options === null) process.stdout.write(standIn.help);
  else await serve(standIn, options).catch((error: unknown) => fail(error, 1));
}

async function serve<Options>({ start, welcome }: StandIn<Options>, options: Options): Promise<void> {
  const { url, close } = await start(options);
  const stop = () => {
    close().finally(() => process.exit(0));
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
  process.once("disconnect", stop);
  process.send?.({ type: "ready", url });
  console.log(welcome(url));
}

function fail(error: unknown, exitCode: number): never {
  console.error((error instanceof Error ? error.message : String(error)).split("\n")[0]);
  process.exit(exitCode);
}

// Runs `scripts/COMMAND.ts` on the right Node, after installing what is missing. The static part stays free of
// imports, so that a Node which is too old still gets as far as the message below.
const NODE_MAJOR_MIN = 20;

if (Number(process.versions.node.split(".")[0]) < NODE_MAJOR_MIN) {
  console.error(
    `Shoal needs Node ${NODE_MAJOR_MIN} or newer; this is Node ${process.versions.node}. Get a current one from nodejs.org.`,
  );
  process.exitCode = 1;
} else {
  import("./bootstrap/main.mjs").then(
    ({ main }) => main(process.argv.slice(2)),
    (error) => {
      console.error(error instanceof Error ? error.message : String(error));
      process.exitCode = 1;
    },
  );
}

/** A command line that cannot be carried out; one line that names the option and what is allowed. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

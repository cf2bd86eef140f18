const UNREACHABLE =
  /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT/;

/**
 * One line that names why `npm ci` failed.
 * @param {string} output what npm wrote
 * @param {string} root
 */
export function explainNpmFailure(output, root) {
  if (/ENOSPC/.test(output)) return `No space is left on the disk that holds ${root}.`;
  const unreachable = networkError(output);
  if (unreachable) {
    return `The npm registry cannot be reached (${unreachable}). Check the network connection or npm's registry and proxy settings, then try again.`;
  }
  const denied = /EACCES|EPERM|EROFS/.exec(errorsOf(output))?.[0];
  if (denied) {
    const place = /^path (.*)$/m.exec(errorsOf(output))?.[1] ?? root;
    return `npm may not write to ${place} (${denied}). Run as the user who owns it.`;
  }
  return `Installing packages failed: ${firstError(output)}`;
}

/**
 * The code of a network failure in what npm wrote.
 * @param {string | undefined} output
 */
export function networkError(output) {
  return output === undefined ? undefined : UNREACHABLE.exec(errorsOf(output))?.[0];
}

/** @param {string} output */
function firstError(output) {
  const lines = errorsOf(output)
    .split("\n")
    .filter((line) => line !== "" && !/^(code|path|errno|syscall) /.test(line));
  // What follows the first line is advice, usage and where the log is; only of a script it is the cause.
  const cause = lines[0] === "command failed" ? lines.slice(0, 3).join(": ") : lines[0];
  return cause || output.trim().split("\n").at(-1) || "npm gave no reason.";
}

/**
 * The lines that npm marks as errors, without the mark; warnings name failures that were overcome.
 * @param {string} output
 */
function errorsOf(output) {
  return output
    .split("\n")
    .filter((line) => /^npm (error|ERR!)/.test(line))
    .map((line) => line.replace(/^npm (error|ERR!)\s*/, "").trim())
    .join("\n");
}

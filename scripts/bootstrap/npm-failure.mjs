const UNREACHABLE =
  /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT/;

/**
 * One line that names why `npm ci` failed.
 * @param {string} output what npm wrote
 * @param {string} root
 */
export function explainNpmFailure(output, root) {
  if (/ENOSPC/.test(output))
    return `No space is left on the disk that holds ${root}. Free about 2 GB and try again.`;
  const unreachable = UNREACHABLE.exec(output)?.[0];
  if (unreachable) {
    return `The npm registry cannot be reached (${unreachable}). Check the network connection or npm's registry and proxy settings, then try again.`;
  }
  const denied = /EACCES|EPERM|EROFS/.exec(output)?.[0];
  if (denied) return `The folder ${root} is not writable (${denied}). Run as the user who owns it.`;
  return `Installing packages failed: ${firstError(output)}`;
}

/** @param {string} output */
function firstError(output) {
  const lines = output
    .split("\n")
    .filter((line) => /^npm (error|ERR!)/.test(line))
    .map((line) => line.replace(/^npm (error|ERR!)\s*/, "").trim())
    .filter((line) => line !== "" && !/^(code|path|errno|syscall) /.test(line));
  // What follows the first line is advice, usage and where the log is.
  return lines[0] ?? output.trim().split("\n").at(-1) ?? "npm gave no reason";
}

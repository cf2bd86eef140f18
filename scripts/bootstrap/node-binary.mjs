import { existsSync } from "node:fs";
import path from "node:path";

const NODE_MAJOR = 24;

/**
 * The Node that runs every script: this one if it is new enough, else the one from the lockfile.
 * @param {string} root
 * @throws Error that says what to install
 */
export function nodeBinary(root) {
  if (isRunningNewEnough()) return process.execPath;
  const bundled = bundledNode(root);
  if (existsSync(bundled)) return bundled;
  throw new Error(
    `Shoal needs Node ${NODE_MAJOR}; this is Node ${process.versions.node}, and none comes with the packages for ${process.platform} ${process.arch}. Install Node ${NODE_MAJOR} from nodejs.org.`,
  );
}

/**
 * False when an install could still bring the Node that is missing.
 * @param {string} root
 */
export function hasNodeIfAny(root) {
  const isBundledForThisMachine = process.platform === "linux" && ["x64", "arm64"].includes(process.arch);
  return isRunningNewEnough() || !isBundledForThisMachine || existsSync(bundledNode(root));
}

function isRunningNewEnough() {
  return Number(process.versions.node.split(".")[0]) >= NODE_MAJOR;
}

/** @param {string} root */
function bundledNode(root) {
  return path.join(root, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
}

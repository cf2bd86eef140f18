import { checkAdapterImports } from "./adapter-imports.ts";
import { checkBoundaries } from "./boundaries.ts";
import { checkCode } from "./code-rules.ts";
import { checkDocs } from "./docs.ts";
import { checkFileSize } from "./file-size.ts";
import { readSourceFiles } from "./files.ts";
import { checkLockfile } from "./lockfile.ts";
import { checkPortability } from "./portability.ts";
import { checkTableOwners } from "./table-owners.ts";

/** All violations of the rules that no linter knows, each as `path:line rule`. */
export async function check(root: string): Promise<string[]> {
  const files = await readSourceFiles(root);
  return [
    checkBoundaries,
    checkAdapterImports,
    checkCode,
    checkTableOwners,
    checkFileSize,
    checkDocs,
    checkPortability,
    checkLockfile,
  ].flatMap((checkOne) => checkOne(files));
}

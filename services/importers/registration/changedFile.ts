/** A file that was changed while it was registered: its registration's folder is of what it was, and no later run comes back to it. */
import { ImportError } from "../errors.js";
import { readPrepared } from "./prepare.js";

export const isChangedFile = (error: unknown): boolean =>
  error instanceof ImportError && error.code === "IMPORT_FILE_CHANGED";

/**
 * Whether the folder has the only copies of lists that were issued: the file that they are of is another one now.
 * @param published Whether they were brought to a resolver.
 */
export async function hasOnlyCopies(folder: string, published: boolean): Promise<boolean> {
  if (published) return false;
  const prepared = await readPrepared(folder);
  if (prepared === "unreadable") return true;
  return prepared?.begun === true && prepared.groups.some(({ batch }) => batch?.way === "list");
}

/**
 * What imports left that did not come to their end: killed ones that nobody ran again, and those whose file was changed since, to which no
 * run comes back.
 */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { isAbsence } from "../../errors/absence.js";
import { LedgerError } from "../../ledger/errors.js";
import { tryLock } from "../../ledger/processLock.js";
import { countOpen } from "../../ledger/transactions/journal.js";
import { ImportError } from "../errors.js";
import { claimFolder, heldFolder, journalFile } from "./folder.js";
import { forget, type Prepared, readPrepared } from "./prepare.js";

export interface LeftImport {
  /** Of its folder. */
  readonly name: string;
  /** The file as it was named; null where that was not noted. */
  readonly file: string | null;
  /** Unix seconds at which somebody worked with it last. */
  readonly changed: number;
  readonly bytes: number;
  /** Whether anything was sent. */
  readonly begun: boolean;
  /** Transactions whose end nobody has seen. */
  readonly open: number | "under way" | "unreadable";
  /** Lists that it issued or was to issue. */
  readonly lists: readonly string[];
}

const folderName = /^[0-9a-f]{32}$/;

/** @param parent Folder of all registrations. */
export async function leftImports(parent: string): Promise<readonly LeftImport[]> {
  const names = await entriesOf(parent);
  return Promise.all(names.filter((name) => folderName.test(name)).map((name) => leftImport(parent, name)));
}

/** What is not thrown away unless somebody insists. */
export interface Insisting {
  /** Also where nobody has seen what became of what it sent. */
  readonly evenUnsettled?: boolean;
  /** Also lists that it may have issued, of which there may be no other copy. */
  readonly evenLists?: boolean;
}

/**
 * Throws one away. What it registered stays registered.
 * @throws ImportError `IMPORT_UNDER_WAY`, `IMPORT_UNKNOWN`, `IMPORT_UNSETTLED`, `IMPORT_LISTS_LEFT`; StoreError
 */
export async function forgetImport(
  parent: string,
  name: string,
  { evenUnsettled = false, evenLists = false }: Insisting,
): Promise<void> {
  const folder = join(parent, name);
  if (!folderName.test(name) || !(await entriesOf(parent)).includes(name)) {
    throw new ImportError("IMPORT_UNKNOWN", `No import left anything under "${name}".`, {
      hint: "List what there is: cadastre imports list",
    });
  }
  const release = await claimFolder(folder);
  try {
    if (!evenUnsettled) await checkSettled(folder);
    if (!evenLists) await checkNoLists(folder);
    await forget(folder);
  } finally {
    await release();
  }
}

async function checkSettled(folder: string): Promise<void> {
  const open = await openIn(folder);
  if (open === 0) return;
  throw new ImportError("IMPORT_UNSETTLED", `Nobody has seen what became of ${open} transactions of it.`, {
    hint: "Run the import again with the file as it was, which finds out; or forget it all the same: --even-unsettled",
    details: { open },
  });
}

async function checkNoLists(folder: string): Promise<void> {
  const prepared = await readPrepared(folder);
  const lists = prepared?.begun === true ? listsOf(prepared) : [];
  const [first] = lists;
  if (first === undefined) return;
  throw new ImportError(
    "IMPORT_LISTS_LEFT",
    `It may have issued ${lists.length} lists, and have the only copies of them: without its list a batch's members cannot be shown.`,
    {
      hint: `Bring each to a resolver first: cadastre batch publish ${first.batch} ${first.file}. Or forget them all the same: --even-lists`,
      details: { lists },
    },
  );
}

const listsOf = ({ groups }: Prepared) =>
  groups.flatMap(({ batch, list }) => (batch?.way === "list" ? [{ batch: batch.id, file: list.file }] : []));

async function leftImport(parent: string, name: string): Promise<LeftImport> {
  const folder = join(parent, name);
  const prepared = await readPrepared(folder);
  const { bytes, changed } = await extentOf(folder);
  return {
    name,
    file: prepared?.source ?? null,
    changed: Math.floor(changed / 1000),
    bytes,
    begun: prepared?.begun ?? false,
    open: await openUnlessHeld(folder),
    lists: prepared === null ? [] : listsOf(prepared).map(({ file }) => file),
  };
}

async function openUnlessHeld(folder: string): Promise<LeftImport["open"]> {
  const lock = await tryLock(heldFolder(folder));
  if (!lock.isHeld) return "under way";
  try {
    return await openIn(folder);
  } catch (error) {
    if (error instanceof LedgerError) return "unreadable";
    throw error;
  } finally {
    await lock.release();
  }
}

const openIn = (folder: string): Promise<number> => countOpen(journalFile(folder));

/** Its lock does not count: to look at it changes that. */
async function extentOf(folder: string): Promise<{ readonly bytes: number; readonly changed: number }> {
  let [bytes, changed] = [0, 0];
  for (const name of await readdir(folder, { recursive: true })) {
    if (join(folder, name).startsWith(heldFolder(folder))) continue;
    // Another process may throw it away meanwhile.
    const found = await stat(join(folder, name)).catch(() => null);
    if (found?.isFile() !== true) continue;
    bytes += found.size;
    changed = Math.max(changed, found.mtimeMs);
  }
  return { bytes, changed };
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isAbsence(error)) return [];
    throw error;
  }
}

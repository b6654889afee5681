/**
 * What imports left that did not come to their end: killed ones that nobody ran again, and those whose file was changed since, to which no
 * run comes back.
 */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { isAbsence } from "../../errors/absence.js";
import { LedgerError } from "../../ledger/errors.js";
import { tryLockIn } from "../../ledger/processLock.js";
import { countOpen } from "../../ledger/transactions/journal.js";
import { ImportError } from "../errors.js";
import { claimLeftFolder, heldFolder, journalFile } from "./folder.js";
import { forget, listsFolder, type Prepared, preparedFile, readPrepared } from "./prepare.js";

export interface LeftImport {
  /** Of its folder. */
  readonly name: string;
  /** The file as it was named; null where that was not noted. */
  readonly file: string | null;
  /** Unix seconds at which somebody worked with it last. */
  readonly changed: number;
  readonly bytes: number;
  /** Whether anything was, or may have been, sent. */
  readonly begun: boolean;
  /** Transactions whose end nobody has seen; `unreadable` where what it worked out, or sent, is. */
  readonly open: number | "under way" | "unreadable";
  /** Lists that it issued or was to issue. */
  readonly lists: readonly string[];
}

const folderName = /^[0-9a-f]{32}$/;

/** @param parent Folder of all registrations. */
export async function leftImports(parent: string): Promise<readonly LeftImport[]> {
  const names = await entriesOf(parent);
  const left = await Promise.all(
    names.filter((name) => folderName.test(name)).map((name) => leftImport(parent, name)),
  );
  return left.filter((one) => one !== null);
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
  const release = folderName.test(name) ? await claimLeftFolder(folder) : null;
  if (release === null) {
    throw new ImportError("IMPORT_UNKNOWN", `No import left anything under "${name}".`, {
      hint: "List what there is: cadastre imports list",
    });
  }
  try {
    if (!evenUnsettled) await checkSettled(folder);
    if (!evenLists) await checkNoLists(folder);
    await forget(folder);
  } finally {
    await release();
  }
}

async function checkSettled(folder: string): Promise<void> {
  const open = await openIn(folder).catch((cause: unknown) => {
    if (!(cause instanceof LedgerError)) throw cause;
    const file = journalFile(folder);
    throw new ImportError(
      "IMPORT_UNSETTLED",
      `Nobody can see what became of what it sent: ${file} cannot be read.`,
      { hint: "Make it readable; or forget it all the same: --even-unsettled", details: { file }, cause },
    );
  });
  if (open === 0) return;
  throw new ImportError("IMPORT_UNSETTLED", `Nobody has seen what became of ${open} transactions of it.`, {
    hint: "Run the import again with the file as it was, which finds out; or forget it all the same: --even-unsettled",
    details: { open },
  });
}

async function checkNoLists(folder: string): Promise<void> {
  const prepared = await readPrepared(folder);
  if (prepared === "unreadable") return await checkNoListFiles(folder);
  const lists = prepared?.begun === true ? listsOf(prepared) : [];
  if (lists.length === 0) return;
  const commands = lists.map(({ batch, file }) => `cadastre batch publish ${batch} ${file}`);
  throw new ImportError(
    "IMPORT_LISTS_LEFT",
    `It may have issued ${lists.length} lists, and have the only copies of them: without its list a batch's members cannot be shown.`,
    {
      hint: `Bring them to a resolver first: ${commands.join("; ")}. Once they are there, or where they may be lost: --even-lists`,
      details: { lists },
    },
  );
}

/** Where nobody knows which of them were issued. */
async function checkNoListFiles(folder: string): Promise<void> {
  const files = await listFilesIn(folder);
  if (files.length === 0) return;
  throw new ImportError(
    "IMPORT_LISTS_LEFT",
    `It may have issued ${files.length} lists, and have the only copies of them: ${preparedFile(folder)}, which says so, cannot be read.`,
    {
      hint: "Run the import again with the file as it was, which works it out anew; or forget them all the same: --even-lists",
      details: { lists: files.map((file) => ({ batch: null, file })) },
    },
  );
}

async function listFilesIn(folder: string): Promise<readonly string[]> {
  const lists = listsFolder(folder);
  return (await entriesOf(lists)).filter((name) => name.endsWith(".list")).map((name) => join(lists, name));
}

const listsOf = ({ groups }: Prepared) =>
  groups.flatMap(({ batch, list }) => (batch?.way === "list" ? [{ batch: batch.id, file: list.file }] : []));

/** null where somebody has thrown it away meanwhile. */
async function leftImport(parent: string, name: string): Promise<LeftImport | null> {
  const folder = join(parent, name);
  const prepared = await readPrepared(folder);
  const extent = await extentOf(folder);
  if (extent === null) return null;
  const open = await openUnlessHeld(folder);
  if (open === null) return null;
  const found = { name, changed: Math.floor(extent.changed / 1000), bytes: extent.bytes };
  if (prepared === "unreadable") {
    const lists = await listFilesIn(folder);
    return { ...found, file: null, begun: true, open: open === "under way" ? open : "unreadable", lists };
  }
  return {
    ...found,
    file: prepared?.source ?? null,
    begun: prepared?.begun ?? false,
    open,
    lists: prepared === null ? [] : listsOf(prepared).map(({ file }) => file),
  };
}

async function openUnlessHeld(folder: string): Promise<LeftImport["open"] | null> {
  const lock = await tryLockIn(heldFolder(folder));
  if (lock === null) return null;
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

interface Extent {
  readonly bytes: number;
  readonly changed: number;
}

/** Its lock does not count: to look at it changes that. null where it is gone. */
async function extentOf(folder: string): Promise<Extent | null> {
  let [bytes, changed] = [0, 0];
  const names = await readdir(folder, { recursive: true }).catch((error: unknown) => {
    if (isAbsence(error)) return null;
    throw error;
  });
  if (names === null) return null;
  for (const name of names) {
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

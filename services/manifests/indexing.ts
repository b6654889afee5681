/** Indexes the members of a batch from its manifest. Only where the tree over them is the one on the ledger do they count. */
import { membersOf, noContent } from "../importers/batch/manifest.js";
import { ImportError } from "../importers/errors.js";
import { readListHead } from "../importers/list/listFile.js";
import { type Hex, hexBytes } from "../ledger/hex.js";
import { merkleBatchId, recordIdBytes } from "../ledger/ids.js";
import { keccakBytes, utf8 } from "../ledger/keccak.js";
import { type BatchRegistryPlace, leafBytesOf } from "../ledger/merkle/proof.js";
import type { BatchEntity } from "../store/model.js";
import { type ManifestError, otherList } from "./errors.js";
import { levelsTogether, type MemberIndex, nodesTogether, rootOf } from "./members.js";

export type ListBatch = Extract<BatchEntity, { kind: "merkle" }>;

/** A list, and the prefix of the namespace that issued it, which each identifier has in it that it can issue. */
export interface PlacedList {
  readonly batch: ListBatch;
  readonly prefix: string;
}

/**
 * Safe to repeat after it broke off.
 * @param file The manifest; its digest is known to be right.
 * @param signal Breaks off between two parts of the file.
 * @throws ManifestError MANIFEST_OTHER_LIST; ImportError IMPORT_FILE_UNREADABLE; StoreError
 */
export async function indexBatch(
  index: MemberIndex,
  place: BatchRegistryPlace,
  { batch, prefix }: PlacedList,
  file: string,
  signal: AbortSignal,
): Promise<void> {
  const number = await index.begin(batch.id);
  const list = { namespace: batch.namespace, manifest: batch.manifest, count: BigInt(batch.count) };
  const leafOf = leafBytesOf(place, list, batch.scheme, noContent);
  const scheme = hexBytes(batch.scheme);
  const rows = new TreeRows((level, at, nodes) => index.addNodes(number, level, at, nodes));
  const texts = new TextRows();
  let next = 0n;
  let written: Promise<unknown> = Promise.resolve();
  try {
    const links = (await readListHead(file))?.links ?? {};
    if (Object.keys(links).length > 0) await index.addLinks(batch.id, links);
    for await (const members of membersOf(file)) {
      signal.throwIfAborted();
      const places: [Uint8Array, bigint][] = [];
      for (const identifier of members) {
        const hash = keccakBytes(utf8(identifier));
        // What is not beneath the namespace is nobody's member: it would only make others' identifiers slow to resolve.
        if (identifier.includes(prefix)) places.push([recordIdBytes(scheme, hash), next]);
        texts.add(identifier);
        await rows.add(leafOf(next, hash));
        next += 1n;
      }
      // The database writes while the next part is hashed.
      await written;
      written = Promise.all([index.addMembers(number, places), index.addTexts(number, texts.full())]);
      written.catch(() => undefined);
    }
    await written;
    await index.addTexts(number, texts.rest());
  } catch (error) {
    // That the disk cannot be read now says nothing of the list.
    if (!(error instanceof ImportError) || error.code === "IMPORT_FILE_UNREADABLE") throw error;
    throw await refused(index, batch, error.message, error);
  }
  const root = await rows.close();
  if (root === null || merkleBatchId(list, root) !== batch.id)
    throw await refused(index, batch, "The tree over its lines is another one.");
  await index.end(batch.id, "indexed");
}

async function refused(
  index: MemberIndex,
  { id, manifest }: ListBatch,
  why: string,
  cause?: unknown,
): Promise<ManifestError> {
  await index.end(id, "refused");
  return otherList(id, manifest, why, cause);
}

/** Identifiers that come one by one, in rows of so many neighbours. */
class TextRows {
  #full: [bigint, string[]][] = [];
  #open: string[] = [];
  #next = 0n;

  add(identifier: string): void {
    this.#open.push(identifier);
    if (this.#open.length === nodesTogether) this.#close();
  }

  /** Rows that are full; each once. */
  full(): readonly (readonly [bigint, readonly string[]])[] {
    const rows = this.#full;
    this.#full = [];
    return rows;
  }

  /** What is left at the end. */
  rest(): readonly (readonly [bigint, readonly string[]])[] {
    if (this.#open.length > 0) this.#close();
    return this.full();
  }

  #close(): void {
    this.#full.push([this.#next, this.#open]);
    this.#open = [];
    this.#next += 1n;
  }
}

/** The tree over leaves that come one by one, kept in rows of so many nodes. */
class TreeRows {
  readonly #keep: (level: number, place: bigint, nodes: readonly Uint8Array[]) => Promise<void>;
  /** By level: the row that is not full yet, and its place. */
  readonly #open: { nodes: Uint8Array[]; place: bigint }[] = [];

  constructor(keep: (level: number, place: bigint, nodes: readonly Uint8Array[]) => Promise<void>) {
    this.#keep = keep;
  }

  async add(node: Uint8Array, level = 0): Promise<void> {
    const row = this.#open[level] ?? { nodes: [], place: 0n };
    this.#open[level] = row;
    row.nodes.push(node);
    // A full row waits for the next node, so that the last one is known for what it is.
    if (row.nodes.length <= nodesTogether) return;
    row.nodes.pop();
    await this.#end(level, row);
    this.#open[level] = { nodes: [node], place: row.place + 1n };
  }

  /** The root, once all leaves are in; null where there was none. */
  async close(): Promise<Hex | null> {
    for (let level = 0; ; level++) {
      const row = this.#open[level];
      if (row === undefined) return null;
      if (row.place === 0n) {
        await this.#keep(level * levelsTogether, row.place, row.nodes);
        return rootOf(row.nodes);
      }
      await this.#end(level, row);
    }
  }

  async #end(
    level: number,
    { nodes, place }: { readonly nodes: readonly Uint8Array[]; readonly place: bigint },
  ) {
    await this.#keep(level * levelsTogether, place, nodes);
    const root = rootOf(nodes);
    if (root !== null) await this.add(hexBytes(root), level + 1);
  }
}

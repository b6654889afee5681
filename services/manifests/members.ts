/**
 * Which lists name an identifier, and the tree over each list: a Level database beside the manifests, made from them and the chain, that
 * can be thrown away and made again. Nothing of it is held in memory, however many members there are.
 * `memberKeys.ts` has the keys.
 */
import { ClassicLevel } from "classic-level";
import { z } from "zod";
import { bytesHex, type Hex, hexBytes, toBatchId } from "../ledger/hex.js";
import { linksetSchema } from "../ledger/linkset.js";
import { MerkleTree } from "../ledger/merkle/tree.js";
import { storeError } from "../store/errors.js";
import { lastsNotAtAll } from "../store/lasting.js";
import { type MendedDatabase, openMended } from "../store/mendedWrites.js";
import type { BatchId, Linkset, RecordId } from "../store/model.js";
import {
  batchKey,
  hasPlace,
  linksKey,
  memberKey,
  nodesIn,
  noPlaces,
  numberKey,
  placeBytes,
  placesIn,
  textKey,
  treeKey,
} from "./memberKeys.js";

/** Nodes that lie under one key, and the levels from one such row of nodes to the next. */
export const nodesTogether = 64;
export const levelsTogether = 6;

/** A place in a list. */
export interface ListPlace {
  readonly batch: BatchId;
  /** From 0. */
  readonly index: bigint;
}

const indexedBatchSchema = z.object({
  number: z.number().int(),
  state: z.enum(["indexing", "indexed", "refused"]),
});

/** What is known here of a batch. */
export type IndexedBatch = Readonly<z.infer<typeof indexedBatchSchema>>;

/** Lists whose links are kept at hand. */
const rememberedLists = 256;

interface Put {
  readonly key: Buffer;
  readonly value: Buffer;
}

export class MemberIndex {
  readonly #level: ClassicLevel<Buffer, Buffer>;
  readonly #location: string;
  readonly #mended: MendedDatabase;
  /** Batches that are indexed, by number: they stay so. */
  readonly #indexed = new Map<number, BatchId>();
  /** Links of the lists that were asked for last, the first of them first: they stay so. */
  readonly #links = new Map<BatchId, Linkset>();

  private constructor(level: ClassicLevel<Buffer, Buffer>, mended: MendedDatabase, location: string) {
    this.#level = level;
    this.#mended = mended;
    this.#location = location;
  }

  /** Threads of one process may each open it. @throws StoreError */
  static async open(location: string): Promise<MemberIndex> {
    const encodings = { keyEncoding: "buffer", valueEncoding: "buffer" } as const;
    const options = { multithreading: true, cacheSize: 32 << 20, writeBufferSize: 16 << 20 };
    try {
      const { level, mended } = await openMended(location, {
        make: () => new ClassicLevel<Buffer, Buffer>(location, encodings),
        open: (made) => made.open(options),
      });
      return new MemberIndex(level, mended, location);
    } catch (raised) {
      throw storeError(raised, location);
    }
  }

  /** Where lists that are indexed name the identifier, in the order in which they were indexed. */
  placesOf(record: RecordId): readonly ListPlace[] {
    // Lists come between blocks, too.
    lastsNotAtAll();
    const found = this.#get(memberKey(hexBytes(record)));
    return found === null
      ? []
      : placesIn(found).flatMap(({ number, index }) => {
          const batch = this.#batchOf(number);
          return batch === null ? [] : [{ batch, index }];
        });
  }

  batch(id: BatchId): IndexedBatch | null {
    const found = this.#get(batchKey(id));
    return found === null ? null : indexedBatchSchema.parse(JSON.parse(found.toString("utf8")));
  }

  /**
   * Hashes beside the way from a member's leaf up to the root.
   * @param count Members of the batch.
   */
  pathOf({ batch, index }: ListPlace, count: bigint): readonly Hex[] {
    const number = this.batch(batch)?.number ?? 0;
    const path: Hex[] = [];
    let [place, width] = [index, count];
    for (let level = 0; width > 1n; level += levelsTogether) {
      const nodes = nodesIn(this.#get(treeKey(number, level, place / 64n)) ?? noPlaces);
      path.push(...pathAmong(nodes, place % 64n));
      place /= 64n;
      width = (width + 63n) / 64n;
    }
    return path;
  }

  /** Notes that a batch is being indexed; one that broke off keeps its number. */
  async begin(id: BatchId): Promise<number> {
    const number = this.batch(id)?.number ?? (await this.#nextNumber());
    await this.#write([
      put(batchKey(id), jsonBytes({ number, state: "indexing" })),
      put(numberKey(number), Buffer.from(hexBytes(id))),
    ]);
    return number;
  }

  /** Notes how the indexing ended: from now on its members are found, or it never names any. */
  async end(id: BatchId, state: "indexed" | "refused"): Promise<void> {
    const number = this.batch(id)?.number ?? 0;
    await this.#write([put(batchKey(id), jsonBytes({ number, state }))], true);
  }

  /** Keeps the links that a list has for all of its members. */
  async addLinks(id: BatchId, links: Linkset): Promise<void> {
    await this.#write([put(linksKey(id), Buffer.from(JSON.stringify(links), "utf8"))]);
  }

  /** Links that an indexed list has for all of its members. */
  linksOf(id: BatchId): Linkset {
    const known = this.#links.get(id);
    if (known !== undefined) return known;
    const found = this.#get(linksKey(id));
    const links = found === null ? {} : linksetSchema.parse(JSON.parse(found.toString("utf8")));
    for (const oldest of this.#links.keys()) {
      if (this.#links.size < rememberedLists) break;
      this.#links.delete(oldest);
    }
    this.#links.set(id, links);
    return links;
  }

  /** The canonical identifier in a place of a list; null where that was indexed by a program that kept none. */
  identifierAt({ batch, index }: ListPlace): string | null {
    const number = this.batch(batch)?.number ?? 0;
    const row = this.#get(textKey(number, index / BigInt(nodesTogether)));
    return row?.toString("utf8").split("\n")[Number(index % BigInt(nodesTogether))] ?? null;
  }

  /** Keeps neighbouring identifiers: up to 64, the first of which has a place that is a multiple of that. */
  async addTexts(number: number, rows: readonly (readonly [bigint, readonly string[]])[]): Promise<void> {
    await this.#write(
      rows.map(([row, identifiers]) =>
        put(textKey(number, row), Buffer.from(`${identifiers.join("\n")}\n`, "utf8")),
      ),
    );
  }

  /** Adds places of identifiers, each by its record id; of several in one list the first counts. */
  async addMembers(number: number, members: readonly (readonly [Uint8Array, bigint])[]): Promise<void> {
    const keys = members.map(([record]) => memberKey(record));
    const known = await this.#inTerms(() => this.#mended.read(() => this.#level.getMany(keys)));
    const added = new Map<string, Put>();
    for (const [position, [record, index]] of members.entries()) {
      const name = Buffer.from(record).toString("latin1");
      if (added.has(name)) continue;
      const before = known[position] ?? noPlaces;
      if (hasPlace(before, number)) continue;
      added.set(name, put(memberKey(record), Buffer.concat([before, placeBytes(number, index)])));
    }
    await this.#write(added.values());
  }

  async addNodes(number: number, level: number, place: bigint, nodes: readonly Uint8Array[]): Promise<void> {
    await this.#write([put(treeKey(number, level, place), Buffer.concat(nodes))]);
  }

  /** Whether the last write went well, of whichever thread. */
  isWritable(): boolean {
    return this.#mended.isWritable();
  }

  /** Makes it take writes again after one that failed. @throws StoreError */
  mend(): Promise<void> {
    return this.#inTerms(() => this.#mended.mend());
  }

  async close(): Promise<void> {
    await this.#mended.close();
  }

  #batchOf(number: number): BatchId | null {
    const known = this.#indexed.get(number);
    if (known !== undefined) return known;
    const bytes = this.#get(numberKey(number));
    if (bytes === null) return null;
    const id = toBatchId(bytesHex(bytes));
    if (this.batch(id)?.state !== "indexed") return null;
    this.#indexed.set(number, id);
    return id;
  }

  async #nextNumber(): Promise<number> {
    const [last] = await this.#inTerms(() =>
      this.#mended.read(() =>
        this.#level.keys({ gte: numberKey(0), lte: numberKey(0xff_ff_ff_ff), reverse: true, limit: 1 }).all(),
      ),
    );
    return last === undefined ? 1 : last.readUInt32BE(1) + 1;
  }

  #get(key: Buffer): Buffer | null {
    try {
      return this.#level.getSync(key) ?? null;
    } catch (raised) {
      throw storeError(raised, this.#location);
    }
  }

  #write(puts: Iterable<Put>, sync = false): Promise<void> {
    return this.#inTerms(() =>
      this.#mended.write(() => {
        // A batch that is filled one by one costs the thread half of what a list of operations does.
        const batch = this.#level.batch();
        for (const { key, value } of puts) batch.put(key, value);
        return batch.write({ sync });
      }),
    );
  }

  async #inTerms<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (raised) {
      throw storeError(raised, this.#location);
    }
  }
}

/** The root over neighbouring nodes: what stands for them in the row above. */
export function rootOf(nodes: readonly Uint8Array[]): Hex | null {
  return treeOver(nodes, null)?.root ?? null;
}

const pathAmong = (nodes: readonly Uint8Array[], place: bigint): readonly Hex[] =>
  treeOver(nodes, place)?.path ?? [];

function treeOver(nodes: readonly Uint8Array[], place: bigint | null) {
  const tree = new MerkleTree(place);
  for (const node of nodes) tree.addBytes(node);
  return tree.close();
}

const put = (key: Buffer, value: Buffer): Put => ({ key, value });
const jsonBytes = (batch: IndexedBatch): Buffer => Buffer.from(JSON.stringify(batch), "utf8");

/** Writes the ledger's history into a file from which an index can be made without asking the chain for more than one hash. */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { access, rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { finalizedBlock, findHeader, readHeader } from "../../index/chain.js";
import { contractsByAddress, type FollowedDeployment } from "../../index/deployment.js";
import type { Finality } from "../../index/status.js";
import type { Rpc } from "../../ledger/chain/rpc.js";
import { decodeLog } from "../../ledger/events/decodeLog.js";
import { toDigest } from "../../ledger/hex.js";
import type { ManifestFiles } from "../../manifests/files.js";
import type { Digest, Hash } from "../../store/model.js";
import { contractsAt, encodeBlock, type ProvenBlock } from "../block/provenBlock.js";
import { fileError, SnapshotError } from "../errors.js";
import { encodeEntry, fileMark } from "../format/entry.js";
import { encodeListPart, listPartBytes } from "../format/listPart.js";
import { encodePreamble } from "../format/preamble.js";
import { readBlock, replaced, type SourceBlock } from "./source.js";

export interface ExportOptions {
  readonly rpc: Rpc;
  readonly deployment: FollowedDeployment;
  readonly file: string;
  /** The last block that the file is to have: one by its number, the chain's last, or the last that is final by a rule. */
  readonly last: number | "latest" | Finality;
  /** Where lists of batches are kept; where not given, the file has none. */
  readonly lists?: ManifestFiles | undefined;
  /** Told how far it is, in blocks. */
  readonly onProgress: (done: number, total: number) => void;
}

export interface ExportResult {
  readonly block: { readonly number: number; readonly hash: Hash };
  readonly blocks: number;
  /** Logs of the ledger's contracts. */
  readonly logs: number;
  /** Lists that are in the file, and those that were not there. */
  readonly lists: number;
  readonly missingLists: readonly Digest[];
  /** SHA-256 of the file. */
  readonly sha256: Digest;
}

/** Blocks asked for at once. */
const blocksAtOnce = 16;

/**
 * Streams: a block at a time is in memory, and some that are fetched ahead. The file is there whole or not at all.
 * @throws SnapshotError, ProofError, LedgerError, IndexError INDEX_BAD_ANSWER.
 */
export async function exportSnapshot(options: ExportOptions): Promise<ExportResult> {
  const { file } = options;
  if (await exists(file)) {
    throw new SnapshotError("SNAPSHOT_EXISTS", `The file ${file} is there already.`, {
      hint: "Give another name, or delete it.",
      details: { file },
    });
  }
  const exporting = new Exporting(options, await lastBlock(options));
  const partial = `${file}.partial`;
  const hash = createHash("sha256");
  try {
    await pipeline(
      Readable.from(exporting.entries()),
      createGzip(),
      async function* (zipped: AsyncIterable<Buffer>) {
        const content = createHash("sha256");
        for await (const chunk of markedFirst(zipped)) {
          content.update(chunk);
          hash.update(chunk);
          yield chunk;
        }
        const digest = content.digest();
        hash.update(digest);
        yield digest;
      },
      createWriteStream(partial, { flush: true }),
    );
    await rename(partial, file);
  } catch (raised) {
    // Where it could not be written it cannot be looked for either.
    await rm(partial, { force: true }).catch(() => undefined);
    throw fileError(raised, file);
  }
  return { ...exporting.result(), sha256: toDigest(`0x${hash.digest("hex")}`) };
}

async function* markedFirst(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield fileMark;
  yield* chunks;
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

async function lastBlock({
  rpc,
  deployment,
  last,
}: ExportOptions): Promise<{ readonly number: number; readonly hash: Hash }> {
  const head = await readHeader(rpc, "latest");
  if (last === "latest") return head;
  const number = typeof last === "number" ? last : await finalizedBlock(rpc, last, head.number);
  const header = number < deployment.block ? null : await findHeader(rpc, number);
  if (header !== null) return header;
  throw new SnapshotError(
    "SNAPSHOT_BLOCK_UNKNOWN",
    typeof last === "number"
      ? `The chain has no block ${number} of the ledger: it began in block ${deployment.block}, and the head is block ${head.number}.`
      : `None of the ledger's blocks is final yet: it began in block ${deployment.block}, and block ${number} is the last final one.`,
    { hint: "Name a last block: --block latest, or its number.", details: { number, head: head.number } },
  );
}

class Exporting {
  readonly #options: ExportOptions;
  readonly #last: { readonly number: number; readonly hash: Hash };
  readonly #contracts: ReturnType<typeof contractsByAddress>;
  /** Lists that batches name, in the order of the batches. */
  readonly #named = new Set<Digest>();
  readonly #missing: Digest[] = [];
  #logs = 0;

  constructor(options: ExportOptions, last: { readonly number: number; readonly hash: Hash }) {
    this.#options = options;
    this.#last = last;
    this.#contracts = contractsByAddress(options.deployment);
  }

  result(): Omit<ExportResult, "sha256"> {
    return {
      block: { number: this.#last.number, hash: this.#last.hash },
      blocks: this.#last.number - this.#options.deployment.block + 1,
      logs: this.#logs,
      lists: this.#options.lists === undefined ? 0 : this.#named.size - this.#missing.length,
      missingLists: this.#missing,
    };
  }

  async *entries(): AsyncGenerator<Buffer> {
    const { chainId, genesis, block: first, contracts } = this.#options.deployment;
    const { number, hash } = this.#last;
    const last = { number, hash };
    yield encodeEntry("preamble", encodePreamble({ chainId, genesis, first, contracts, last }));
    for await (const { raw, proven } of this.#blocks()) {
      this.#note(proven);
      yield encodeEntry("block", encodeBlock(raw));
    }
    if (this.#options.lists !== undefined) yield* this.#lists(this.#options.lists);
    yield encodeEntry("end", Buffer.alloc(0));
  }

  /** In order, some fetched ahead, each the parent of the next. */
  async *#blocks(): AsyncGenerator<SourceBlock> {
    const { rpc, deployment, onProgress } = this.#options;
    const contracts = contractsAt([...this.#contracts.keys()]);
    const [first, last] = [deployment.block, this.#last.number];
    const ahead: Promise<SourceBlock>[] = [];
    let parent: Hash | null = null;
    for (let next = first, number = first; number <= last; number++) {
      for (; next <= last && ahead.length < blocksAtOnce; next++) {
        const fetching = readBlock(rpc, next, contracts);
        // Whoever waits for it is told; one that nobody waits for any more must not end the process.
        fetching.catch(() => undefined);
        ahead.push(fetching);
      }
      const block = await ahead.shift();
      if (block === undefined) return;
      const { header } = block.proven;
      if (parent !== null && header.parent !== parent) throw replaced(number);
      parent = header.hash;
      onProgress(number - first + 1, last - first + 1);
      yield block;
    }
    if (parent !== this.#last.hash) throw replaced(last);
  }

  #note({ logs }: ProvenBlock): void {
    this.#logs += logs.length;
    for (const { address, topics, data } of logs) {
      const contract = this.#contracts.get(address);
      const event = contract === undefined ? null : decodeLog(contract, topics, data);
      if (event?.event === "MerkleBatchIssued") this.#named.add(toDigest(event.list.manifest));
    }
  }

  async *#lists(files: ManifestFiles): AsyncGenerator<Buffer> {
    for (const digest of this.#named) {
      const total = await files.size(digest);
      if (total === null) {
        this.#missing.push(digest);
        continue;
      }
      const parts: AsyncIterable<Buffer> = createReadStream(files.path(digest), {
        highWaterMark: listPartBytes,
      });
      let offset = 0;
      for await (const bytes of parts) {
        yield encodeEntry("listPart", encodeListPart({ digest, offset, total, bytes }));
        offset += bytes.length;
      }
    }
  }
}

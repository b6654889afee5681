/** From a manifest (a file that lists identifiers) to the tree that stands for it on the ledger, and to proofs in it. */
import type { LedgerIdentifier, LedgerScheme } from "../../identifiers/identifier.js";
import { prefixesOf } from "../../identifiers/index.js";
import { toDigest, toHash, zeroWord } from "../../ledger/hex.js";
import { type ListIdParts, merkleBatchId, schemeId } from "../../ledger/ids.js";
import { keccakBytes, utf8 } from "../../ledger/keccak.js";
import { type BatchRegistryPlace, leafBytesOf, type MemberProof } from "../../ledger/merkle/proof.js";
import { MerkleTree } from "../../ledger/merkle/tree.js";
import type { BatchId, Digest, Hash, NamespaceId } from "../../store/model.js";
import { sha256OfFile } from "../digest.js";
import { ImportError } from "../errors.js";
import { manifestFormat } from "../format.js";
import { listLines, readListHead } from "../list/listFile.js";
import { identifiersOf } from "./members.js";

/** The namespace that issues a list. */
export interface ManifestIssuer {
  readonly scheme: LedgerScheme;
  readonly prefix: string;
  readonly id: NamespaceId;
}

export interface ManifestTree {
  readonly batch: BatchId;
  readonly root: Hash;
  /** SHA-256 of the file. */
  readonly manifest: Digest;
  readonly count: bigint;
}

/** What the file promises of a record's content: nothing. */
export const noContent: Digest = toDigest(zeroWord);

/**
 * Reads a manifest through twice: a leaf names the number of them. Memory does not grow with the file.
 * @throws ImportError, also for an identifier that the namespace cannot issue.
 */
export async function manifestTree(
  file: string,
  issuer: ManifestIssuer,
  place: BatchRegistryPlace,
): Promise<ManifestTree> {
  const { list } = await listOf(file, issuer, null);
  return await treeOf(file, membersOf(file), issuer, place, list, null);
}

/** The proof that the identifier is one of the file; null where the file does not list it. */
export async function manifestProof(
  file: string,
  issuer: ManifestIssuer,
  place: BatchRegistryPlace,
  { canonical }: LedgerIdentifier,
): Promise<{ readonly batch: BatchId; readonly proof: MemberProof } | null> {
  const { list, index } = await listOf(file, issuer, canonical);
  if (index === null) return null;
  const { batch, path } = await treeOf(file, membersOf(file), issuer, place, list, index);
  const { manifest, count } = list;
  return { batch, proof: { manifest, count, index, contentDigest: noContent, path } };
}

/**
 * The tree over a list that the caller has made itself: what its lines are is not looked at again.
 * @param list SHA-256 of the file, and how many it lists.
 * @throws ImportError `IMPORT_FILE_UNREADABLE`
 */
export function listTree(
  file: string,
  issuer: ManifestIssuer,
  place: BatchRegistryPlace,
  { manifest, count }: Pick<ListIdParts, "manifest" | "count">,
): Promise<ManifestTree> {
  return treeOf(file, listLines(file), issuer, place, { namespace: issuer.id, manifest, count }, null);
}

/**
 * Canonical identifiers of a manifest whose digest is known to be right, in its order, many at a time. The tree over them tells whether
 * they are what the ledger says: so a list's lines are taken as they are.
 * @throws ImportError
 */
export async function* membersOf(file: string): AsyncGenerator<readonly string[]> {
  if ((await readListHead(file)) !== null) return yield* listLines(file);
  let members: string[] = [];
  for await (const { identifier } of identifiersOf(file, { format: await manifestFormat(file) })) {
    members.push(identifier.canonical);
    if (members.length < membersAtOnce) continue;
    yield members;
    members = [];
  }
  yield members;
}

const membersAtOnce = 4_096;

/** @param wanted Canonical identifier whose place is asked for. */
async function listOf(
  file: string,
  { scheme, prefix, id }: ManifestIssuer,
  wanted: string | null,
): Promise<{ readonly list: ListIdParts; readonly index: bigint | null }> {
  let count = 0n;
  let index: bigint | null = null;
  for await (const { identifier, place } of identifiersOf(file, { format: await manifestFormat(file) })) {
    if (identifier.scheme !== scheme || !prefixesOf(identifier).some((one) => one.prefix === prefix))
      throw new ImportError(
        "IMPORT_NOT_AUTHORISED",
        `${place}: ${identifier.scheme} ${identifier.canonical} is not beneath ${scheme}:${prefix}.`,
        { hint: "A batch is of one namespace: make a file for each.", details: { file, place } },
      );
    if (identifier.canonical === wanted) index ??= count;
    count += 1n;
  }
  if (count === 0n)
    throw new ImportError("IMPORT_ROW_INVALID", `"${file}" lists no identifier.`, {
      hint: "A batch has one member at least.",
      details: { file },
    });
  return { list: { namespace: id, manifest: await sha256OfFile(file), count }, index };
}

async function treeOf(
  file: string,
  members: AsyncIterable<readonly string[]>,
  { scheme }: ManifestIssuer,
  place: BatchRegistryPlace,
  list: ListIdParts,
  proven: bigint | null,
) {
  const leafOf = leafBytesOf(place, list, schemeId(scheme), noContent);
  const tree = new MerkleTree(proven);
  let index = 0n;
  for await (const some of members) {
    for (const identifier of some) {
      tree.addBytes(leafOf(index, keccakBytes(utf8(identifier))));
      index += 1n;
    }
  }
  const closed = tree.close();
  if (closed === null || index !== list.count)
    throw new ImportError("IMPORT_FILE_UNREADABLE", `"${file}" changed while it was read.`, {
      hint: "Run it again on a file that stays as it is.",
    });
  const { manifest, count } = list;
  return {
    batch: merkleBatchId(list, closed.root),
    root: toHash(closed.root),
    manifest,
    count,
    path: closed.path,
  };
}

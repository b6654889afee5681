/** Ranges, lists, and what shows a member of one. */
import { toDigest, zeroWord } from "../../../services/ledger/hex.js";
import { merkleBatchId, ruleBatchId } from "../../../services/ledger/ids.js";
import { leavesOf, type MemberProof, noProof } from "../../../services/ledger/merkle/proof.js";
import { MerkleTree } from "../../../services/ledger/merkle/tree.js";
import type * as store from "../../../services/store/model.js";
import { type BatchBody, batchText, type List, type Range, width } from "../ledger/batches.js";
import type { Content } from "../ledger/records.js";
import { listPrefixes, lists, ranges } from "../universe.js";
import { contentDigestOf } from "./contents.js";
import { digestOf, namespaceWord, type Place, scheme } from "./names.js";

const numberText = (number: number): string => String(number).padStart(width, "0");

export const rangeWords = ({ stem, first, last }: Range) => ({ scheme, stem, tail: "", width, first, last });

/** Id of a rule batch, or of a reservation. */
export const rangeWord = ({ stem, first, last }: Range): store.BatchId =>
  ruleBatchId({ scheme, stem, tail: "", first: numberText(first), last: numberText(last) });

interface Listed {
  readonly prefix: string;
  readonly list: List;
}

const listParts = ({ prefix, list }: Listed) => ({
  namespace: namespaceWord(prefix),
  manifest: digestOf(`manifest of ${list.name}`),
  count: BigInt(list.members.length),
});

const promiseOf = (content: Content | null): store.Digest =>
  content === null ? toDigest(zeroWord) : contentDigestOf(content);

/** The tree over a list's members, with the path of one of them. */
function treeOf(place: Place, listed: Listed, proven: number) {
  const tree = new MerkleTree(BigInt(proven));
  const { chainId, contracts } = place;
  const leaf = leavesOf({ chainId, registry: contracts.batches }, listParts(listed));
  for (const [index, { identifier, content }] of listed.list.members.entries()) {
    tree.add(leaf({ index: BigInt(index), scheme, identifier, contentDigest: promiseOf(content) }));
  }
  const closed = tree.close();
  if (closed === null) throw new RangeError("A list has members");
  return closed;
}

export const manifestWords = (place: Place, listed: Listed) => {
  const { manifest, count } = listParts(listed);
  return { root: treeOf(place, listed, 0).root, manifest, count, uri: "" };
};

export const batchWord = (place: Place, body: BatchBody): store.BatchId =>
  body.kind === "rule" ? rangeWord(body.range) : merkleBatchId(listParts(body), treeOf(place, body, 0).root);

/** Shows a member of a list; for what is none in it, and for members of ranges, it shows nothing. */
export function proofWords(place: Place, body: BatchBody, identifier: string): MemberProof {
  if (body.kind === "rule") return noProof;
  const index = body.list.members.findIndex((member) => member.identifier === identifier);
  const member = body.list.members[index];
  if (member === undefined) return noProof;
  const { manifest, count } = listParts(body);
  const { path } = treeOf(place, body, index);
  return { manifest, count, index: BigInt(index), contentDigest: promiseOf(member.content), path };
}

/** Every batch that there may be, by its name. */
export const batchBodies: ReadonlyMap<string, BatchBody> = new Map(
  [
    ...ranges.map((range): BatchBody => ({ kind: "rule", range })),
    ...listPrefixes.flatMap((prefix) => lists.map((list): BatchBody => ({ kind: "merkle", prefix, list }))),
  ].map((body) => [batchText(body), body]),
);

export function batchNamed(name: string): BatchBody {
  const body = batchBodies.get(name);
  if (body === undefined) throw new RangeError(`There is no batch ${name}`);
  return body;
}

/** The walk through a trie against another implementation, and against nodes that no trie has. */
import { RLP } from "@ethereumjs/rlp";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesHex, type Hex, hexBytes } from "../../../services/ledger/hex.js";
import { keccak, keccakBytes } from "../../../services/ledger/keccak.js";
import { ProofError } from "../../../services/proofs/index.js";
import { decodeRlp, encodeRlp, type Item } from "../../../services/proofs/rlp.js";
import { emptyRoot } from "../../../services/proofs/state/account.js";
import { lookUp } from "../../../services/proofs/trie/lookUp.js";
import { nodeList } from "../../../services/proofs/trie/nodes.js";
import { oracleTrie } from "./oracle.js";

/** Looks a key up in a list of nodes, all of which have to be needed. */
function read(root: Hex, key: Uint8Array, proof: readonly Hex[]): Uint8Array | null {
  const nodes = nodeList(proof);
  const value = lookUp(root === emptyRoot ? null : hexBytes(root), key, nodes.open);
  nodes.end();
  return value;
}

const hexOf = (value: Uint8Array | null): Hex | null => value && bytesHex(value);

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof ProofError) return error.code;
    throw error;
  }
  return "accepted";
}

/** Keys of one length with values; short keys and values make nodes that stand in their parents, long ones do not. */
const tries = fc
  .record({ length: fc.integer({ min: 1, max: 4 }), long: fc.boolean() })
  .chain(({ length, long }) =>
    fc.record({
      entries: fc.uniqueArray(
        fc.tuple(
          fc.uint8Array({ minLength: length, maxLength: length }),
          fc.uint8Array({ minLength: 1, maxLength: long ? 60 : 4 }),
        ),
        { minLength: 1, maxLength: 40, selector: ([key]) => bytesHex(key) },
      ),
      others: fc.array(fc.uint8Array({ minLength: length, maxLength: length }), { maxLength: 8 }),
    }),
  );

describe("a key in a trie", () => {
  it("has the value that another implementation gives it, or is shown not to be there", async () => {
    const seen = { present: 0, absent: 0 };
    await fc.assert(
      fc.asyncProperty(tries, fc.boolean(), async ({ entries, others }, hashed) => {
        const trie = await oracleTrie(entries, hashed);
        const values = new Map(entries.map(([key, value]) => [bytesHex(key), value]));
        for (const key of [...entries.map(([key]) => key), ...others]) {
          const value = values.get(bytesHex(key)) ?? null;
          const path = hashed ? keccakBytes(key) : key;
          expect(hexOf(read(trie.root, path, await trie.proof(key)))).toBe(hexOf(value));
          seen[value === null ? "absent" : "present"] += 1;
        }
      }),
      { numRuns: 200 },
    );
    expect(seen.present).toBeGreaterThan(1_000);
    expect(seen.absent).toBeGreaterThan(100);
  });

  it("is not read out of a proof in which any bit is another, a node more or less, or two change places", async () => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(tries, fc.nat(7), async ({ entries }, bit) => {
        const trie = await oracleTrie(entries);
        const [key] = entries[0] ?? [new Uint8Array()];
        const proof = await trie.proof(key);
        for (const changed of changes(proof, bit)) {
          expect(codeOf(() => read(trie.root, key, changed))).toMatch(
            /^PROOF_(?:TRIE|INCOMPLETE|SUPERFLUOUS)$/,
          );
          refused += 1;
        }
      }),
      { numRuns: 60 },
    );
    expect(refused).toBeGreaterThan(2_000);
  });

  it("is nowhere in the trie of nothing, which needs no nodes", () => {
    expect(read(emptyRoot, Uint8Array.of(1, 2), [])).toBeNull();
    expect(codeOf(() => read(emptyRoot, Uint8Array.of(1, 2), ["0x80"]))).toBe("PROOF_SUPERFLUOUS");
  });
});

function* changes(proof: readonly Hex[], bit: number): Generator<readonly Hex[]> {
  for (const [place, node] of proof.entries()) {
    const bytes = hexBytes(node);
    for (const at of bytes.keys()) {
      const flipped = bytes.map((byte, index) => (index === at ? byte ^ (1 << bit) : byte));
      yield proof.with(place, bytesHex(flipped));
    }
    yield proof.toSpliced(place, 1);
    yield proof.toSpliced(place, 0, node);
    yield proof.with(place, bytesHex(bytes.subarray(0, -1)));
    yield proof.with(place, `${node}00`);
    const next = proof[place + 1];
    if (next !== undefined) yield proof.with(place, next).with(place + 1, node);
  }
  yield [...proof, "0x80"];
  yield [];
}

describe("a node that no trie has is refused, though its hash is right:", () => {
  const value = new Uint8Array(40).fill(7);
  const none = new Uint8Array();
  const hash = (item: Item): Uint8Array => keccakBytes(encodeRlp(item));
  const branch = (children: Readonly<Record<number, Item>>, own: Item = none): Item => [
    ...Array.from({ length: 16 }, (_, nibble) => children[nibble] ?? none),
    own,
  ];
  /** Of an even number of digits, from the second byte on. */
  const leaf: Item = [Uint8Array.of(0x20), value];
  const twoLeaves = branch({ 1: hash(leaf), 2: hash(leaf) });
  const key = Uint8Array.of(0x12);

  const cases: readonly (readonly [name: string, nodes: readonly Item[]])[] = [
    ["bytes for a list", [value]],
    ["a list of three", [[none, none, none]]],
    ["a branch with a value", [branch({ 1: hash(leaf), 2: hash(leaf) }, value)]],
    ["a branch with one child", [branch({ 1: hash(leaf) })]],
    [
      "a branch whose child is neither a hash nor a node",
      [branch({ 1: Uint8Array.of(1, 2), 2: hash(leaf) })],
    ],
    [
      "a node in its parent that is too long for that",
      [branch({ 1: [Uint8Array.of(0x32), value], 2: hash(leaf) })],
    ],
    ["a leaf without a value", [[Uint8Array.of(0x20, 0x12), none]]],
    ["a leaf whose value is a list", [[Uint8Array.of(0x20, 0x12), [value]]]],
    ["a leaf that is too high", [[Uint8Array.of(0x31), value]]],
    ["a leaf that is too low", [[Uint8Array.of(0x20, 0x12, 0x34), value]]],
    ["a path of no bytes", [[none, value]]],
    ["a path that is a list", [[[none], value]]],
    ["a path with unknown flags", [[Uint8Array.of(0x40, 0x12), value]]],
    ["a path of an even number with a digit beside its flags", [[Uint8Array.of(0x21, 0x12), value]]],
    ["an extension of no digits", [[Uint8Array.of(0x00), hash(twoLeaves)], twoLeaves]],
    ["an extension to nowhere", [[Uint8Array.of(0x11), none]]],
    ["an extension of all the key", [[Uint8Array.of(0x00, 0x12), hash(twoLeaves)], twoLeaves]],
    [
      "an extension to a leaf",
      [
        [Uint8Array.of(0x11), hash([Uint8Array.of(0x32), value])],
        [Uint8Array.of(0x32), value],
      ],
    ],
    [
      "a branch below the key",
      [
        branch({ 1: hash(branch({ 2: hash(twoLeaves), 3: hash(leaf) })), 2: hash(leaf) }),
        branch({ 2: hash(twoLeaves), 3: hash(leaf) }),
        twoLeaves,
      ],
    ],
  ];

  it.each(cases)("%s", (_name, nodes) => {
    const [root] = nodes;
    const proof = nodes.map((node) => bytesHex(encodeRlp(node)));
    expect(root && codeOf(() => read(bytesHex(hash(root)), key, proof))).toBe("PROOF_TRIE");
  });

  it("what is no RLP", () => {
    const node: Hex = "0xc482f0";
    expect(codeOf(() => read(keccak(hexBytes(node)), key, [node]))).toBe("PROOF_TRIE");
  });
});

describe("RLP", () => {
  it("is read in no other spelling than the one that it is written in", () => {
    let read = 0;
    const item = fc.letrec<{ item: Item; list: Item; bytes: Item }>((tie) => ({
      item: fc.oneof({ depthSize: "small" }, tie("bytes"), tie("list")),
      list: fc.array(tie("item"), { maxLength: 6 }),
      bytes: fc.uint8Array({ maxLength: 70 }),
    })).item;
    fc.assert(
      fc.property(item, fc.nat(), fc.integer({ min: 1, max: 255 }), (tree, place, change) => {
        const bytes = Uint8Array.from(RLP.encode(tree));
        const at = place % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ change;
        const decoded = decodeRlp(bytes);
        if (decoded === null) return;
        expect(encodeRlp(decoded)).toEqual(bytes);
        read += 1;
      }),
      { numRuns: 3_000 },
    );
    expect(read).toBeGreaterThan(500);
  });
});

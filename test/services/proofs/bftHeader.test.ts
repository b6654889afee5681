/** Headers of QBFT and IBFT 2.0, made as Besu's codecs of `extraData` make them. */
import { describe, expect, it } from "vitest";
import type { Rpc } from "../../../services/ledger/chain/rpc.js";
import { bytesHex, type Hex, hexBytes } from "../../../services/ledger/hex.js";
import { keccak } from "../../../services/ledger/keccak.js";
import { rpcSource } from "../../../services/proofs/build/rpcSource.js";
import { encodeRlp, type Item } from "../../../services/proofs/rlp.js";
import { encodeHeader, readHeader } from "../../../services/proofs/state/header.js";

const bytes = (length: number, fill: number): Uint8Array => new Uint8Array(length).fill(fill);
const word = (fill: string): Hex => `0x${fill.repeat(64)}`;
const vanity = bytes(32, 0);
const validators = [bytes(20, 1), bytes(20, 2), bytes(20, 3), bytes(20, 4)];
const vote: Item = [bytes(20, 9), bytes(1, 0xff)];
const seals = [bytes(65, 5), bytes(65, 6), bytes(65, 7)];
const none = new Uint8Array();
const encoded = (item: Item): Hex => bytesHex(encodeRlp(item));

const fields = {
  parentHash: word("1"),
  sha3Uncles: word("2"),
  miner: `0x${"3".repeat(40)}`,
  stateRoot: word("4"),
  transactionsRoot: word("5"),
  receiptsRoot: word("6"),
  logsBloom: `0x${"0".repeat(512)}`,
  difficulty: "0x1",
  number: "0x10",
  gasLimit: "0x1fffffffffffff",
  gasUsed: "0x0",
  timestamp: "0x65000000",
  mixHash: "0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365",
  nonce: "0x0000000000000000",
  baseFeePerGas: "0x0",
} as const;

/** A node that gives this block, whose hash is of other `extraData` than it shows. */
function nodeWith(extraData: Hex, hashed: Hex): { readonly rpc: Rpc; readonly hash: Hex } {
  const hash = keccak(hexBytes(encodeHeader({ ...fields, extraData: hashed })));
  const block = { ...fields, extraData, hash };
  return { rpc: { rpc: async (_method, _params, schema) => schema.parse(block) }, hash };
}

describe("the header of a block that validators voted on", () => {
  it.each<[string, Item, Item]>([
    ["QBFT", [vanity, validators, [], bytes(1, 2), seals], [vanity, validators, [], none, []]],
    ["QBFT with a vote", [vanity, validators, [vote], none, seals], [vanity, validators, [vote], none, []]],
    ["IBFT 2.0", [vanity, validators, none, bytes(4, 0), seals], [vanity, validators, none]],
    ["IBFT 2.0 with a vote", [vanity, validators, vote, bytes(4, 1), seals], [vanity, validators, vote]],
  ])("of %s is given as it is hashed", async (_protocol, shown, hashed) => {
    const { rpc, hash } = nodeWith(encoded(shown), encoded(hashed));
    expect(readHeader(await rpcSource(rpc).header(16))).toMatchObject({ hash, number: 16 });
  });

  it("is refused where it is hashed in yet another way", async () => {
    const shown: Item = [vanity, validators, [], none, seals];
    const { rpc } = nodeWith(encoded(shown), encoded([vanity, validators, [], bytes(1, 1), []]));
    await expect(rpcSource(rpc).header(16)).rejects.toMatchObject({ code: "PROOF_NODE_WRONG" });
  });
});

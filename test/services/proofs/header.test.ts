/** Headers of every fork, as chains make and hash them. */
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { RpcClient } from "../../../services/ledger/chain/rpc.js";
import { bytesHex, type Hex, hashSchema, hexBytes } from "../../../services/ledger/hex.js";
import { keccak } from "../../../services/ledger/keccak.js";
import { encodeHeader, ProofError, readHeader, rpcSource } from "../../../services/proofs/index.js";
import { decodeRlp, encodeRlp } from "../../../services/proofs/rlp.js";
import { anvilMissing, startAnvil } from "../../fixtures/anvil.js";

const emptyRoot: Hex = "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";
const word = (digit: string): Hex => `0x${digit.repeat(64)}`;

/** The first block of Ethereum's main chain. */
const genesis = {
  parentHash: word("0"),
  sha3Uncles: "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347",
  miner: `0x${"0".repeat(40)}`,
  stateRoot: "0xd7f8974fb5ac78d9ac099b9ad5018bedc2ce0a72dad1827a1709da30580f0544",
  transactionsRoot: emptyRoot,
  receiptsRoot: emptyRoot,
  logsBloom: `0x${"0".repeat(512)}`,
  difficulty: "0x400000000",
  number: "0x0",
  gasLimit: "0x1388",
  gasUsed: "0x0",
  timestamp: "0x0",
  extraData: "0x11bbe8db4e347b4e8c937c1c8370e4b5ed33adb3db69cbdb7a38e1e50b1b82fa",
  mixHash: word("0"),
  nonce: "0x0000000000000042",
} as const;

const london = { ...genesis, baseFeePerGas: "0x7" } as const;
const shanghai = { ...london, withdrawalsRoot: emptyRoot } as const;
const cancun = {
  ...shanghai,
  blobGasUsed: "0x0",
  excessBlobGas: "0x20000",
  parentBeaconBlockRoot: word("5"),
} as const;
const prague = { ...cancun, requestsHash: word("6") } as const;
const amsterdam = { ...prague, blockAccessListHash: word("7"), slotNumber: "0xffff" } as const;

const codeOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error instanceof ProofError ? error.code : error;
  }
};

describe("a header", () => {
  it("of the main chain's first block has its hash, state and number", () => {
    const { logsBloom, ...header } = readHeader(encodeHeader(genesis));
    expect(bytesHex(logsBloom)).toBe(genesis.logsBloom);
    expect(header).toEqual({
      hash: "0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3",
      parent: genesis.parentHash,
      stateRoot: genesis.stateRoot,
      transactionsRoot: emptyRoot,
      receiptsRoot: emptyRoot,
      number: 0,
      time: 0,
    });
  });

  it.each(Object.entries({ genesis, london, shanghai, cancun, prague, amsterdam }))(
    "of %s is read",
    (_fork, fields) => {
      const rlp = encodeHeader(fields);
      expect(readHeader(rlp)).toMatchObject({ hash: keccak(hexBytes(rlp)), stateRoot: genesis.stateRoot });
    },
  );

  it("is refused with the fields of no fork, and with a field of the wrong length or form", () => {
    const items = decodeRlp(hexBytes(encodeHeader(prague)));
    if (items === null || items instanceof Uint8Array) throw new Error("It is a list.");
    const spelled = (changed: typeof items): Hex => bytesHex(encodeRlp(changed));
    for (const count of [0, 14, 18, 19, 22, 24]) {
      const some = Array.from({ length: count }, (_, at) => items[at] ?? new Uint8Array(32).fill(1));
      expect(codeOf(() => readHeader(spelled(some)))).toBe("PROOF_HEADER");
    }
    for (const place of items.keys()) {
      const list = items.with(place, [new Uint8Array()]);
      expect(
        codeOf(() => readHeader(spelled(list))),
        `a list for field ${place}`,
      ).toBe("PROOF_HEADER");
      if (place === 12) continue;
      const long = items.with(place, new Uint8Array(33).fill(1));
      expect(
        codeOf(() => readHeader(spelled(long))),
        `33 bytes for field ${place}`,
      ).toBe("PROOF_HEADER");
    }
    const zeros = items.with(8, Uint8Array.of(0, 1));
    expect(codeOf(() => readHeader(spelled(zeros)))).toBe("PROOF_HEADER");
    const late = items.with(11, new Uint8Array(20).fill(1));
    expect(codeOf(() => readHeader(spelled(late)))).toBe("PROOF_HEADER");
    expect(codeOf(() => readHeader("0x"))).toBe("PROOF_HEADER");
    expect(codeOf(() => readHeader("0x820102"))).toBe("PROOF_HEADER");
    expect(codeOf(() => readHeader(`${encodeHeader(prague)}00`))).toBe("PROOF_HEADER");
  });

  it("is not made of fields with one missing between", () => {
    const { withdrawalsRoot: _withheld, ...fields } = prague;
    expect(codeOf(() => encodeHeader(fields))).toBe("PROOF_HEADER");
  });
});

const hashed = z.object({ hash: hashSchema });

describe.skipIf(anvilMissing)("a chain's header", () => {
  it.each([
    ["london", 16],
    ["shanghai", 17],
    ["cancun", 20],
    ["prague", 21],
  ] as const)(
    "under the rules of %s is made of the node's fields, and has its hash",
    async (hardfork, fields) => {
      const anvil = await startAnvil({ hardfork });
      onTestFinished(() => anvil.kill());
      const client = new RpcClient(anvil.rpcUrl);
      await client.request("evm_mine", []);
      const rlp = await rpcSource(client).header(1);
      const { hash } = await client.rpc("eth_getBlockByNumber", ["0x1", false], hashed);
      expect(readHeader(rlp)).toMatchObject({ hash, number: 1 });
      expect(decodeRlp(hexBytes(rlp))).toHaveLength(fields);
    },
  );
});

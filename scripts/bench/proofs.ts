/** How fast proofs of accounts and slots (EIP-1186) are verified, beside another implementation on the same proofs. */
import { createMerkleProof, createMPT, verifyMerkleProof } from "@ethereumjs/mpt";
import { RLP } from "@ethereumjs/rlp";
import { bytesHex, type Hex, hexBytes, toAddress, uintWord } from "../../services/ledger/hex.js";
import { keccak, keccakBytes } from "../../services/ledger/keccak.js";
import { verifyAccount, verifyStorage } from "../../services/proofs/index.js";
import { measure } from "./measure.js";
import { figure, type Section } from "./report.js";

/** Slots of the registry, and accounts beside it: tries about as deep as those of a ledger of some size. */
const slots = 20_000;
const accounts = 5_000;
/** Proofs made beforehand: making them must not count. */
const variety = 256;

const registry = toAddress(`0x${"42".repeat(20)}`);
const emptyCode = keccakBytes();

interface Sample {
  readonly slot: Hex;
  readonly word: Hex;
  readonly proof: readonly Uint8Array[];
  readonly hex: readonly Hex[];
}

export async function benchProofs(): Promise<Section> {
  const storage = await createMPT({ useKeyHashing: true });
  const wordOf = (place: number): Hex => keccak(hexBytes(uintWord(BigInt(place))));
  for (let place = 0; place < slots; place += 1)
    await storage.put(hexBytes(uintWord(BigInt(place))), RLP.encode(hexBytes(wordOf(place))));
  const storageRoot = storage.root();
  const state = await createMPT({ useKeyHashing: true });
  const account = RLP.encode([Uint8Array.of(1), new Uint8Array(), storageRoot, emptyCode]);
  for (let place = 0; place < accounts; place += 1)
    await state.put(keccakBytes(hexBytes(uintWord(BigInt(place)))).subarray(12), account);
  await state.put(hexBytes(registry), account);
  const stateRoot = state.root();

  const accountProof = await createMerkleProof(state, hexBytes(registry));
  const accountHex = accountProof.map(bytesHex);
  const samples = await Promise.all(
    Array.from({ length: variety }, async (_, place): Promise<Sample> => {
      const slot = uintWord(BigInt(place));
      const proof = await createMerkleProof(storage, hexBytes(slot));
      return { slot, word: wordOf(place), proof, hex: proof.map(bytesHex) };
    }),
  );
  const sampleAt = (turn: number): Sample => {
    const sample = samples[turn % variety];
    if (sample === undefined) throw new Error("There are samples.");
    return sample;
  };

  const ours = "account and slot";
  const rates = measure([
    {
      name: ours,
      run(turn) {
        const { slot, word, hex } = sampleAt(turn);
        const read = verifyAccount(bytesHex(stateRoot), registry, accountHex)?.storageRoot;
        if (read === undefined || verifyStorage(read, slot, hex) !== word) throw new Error("It is there.");
        return word;
      },
    },
  ]);
  const theirs = await rateOf(async (turn) => {
    const { slot, proof } = sampleAt(turn);
    await verifyMerkleProof(hexBytes(registry), accountProof, { root: stateRoot, useKeyHashing: true });
    await verifyMerkleProof(hexBytes(slot), [...proof], { root: storageRoot, useKeyHashing: true });
  });
  const rate = rates.get(ours) ?? Number.NaN;
  const nodes = accountProof.length + sampleAt(0).proof.length;
  return {
    title: "Proofs: an account and one of its slots, from the state's root",
    note: `per second of processor time; ${slots} slots, ${accounts} accounts; the yardstick is @ethereumjs/mpt on the same proofs`,
    figures: [
      figure("@ethereumjs/mpt", "proofs", theirs),
      figure(ours, "proofs", rate, { "@ethereumjs/mpt": theirs }, { nodes }),
    ],
  };
}

/** The other implementation answers by promises, which {@link measure} does not wait for. */
async function rateOf(run: (turn: number) => Promise<void>, turns = 512): Promise<number> {
  for (let turn = 0; turn < turns / 4; turn += 1) await run(turn);
  const start = process.cpuUsage();
  for (let turn = 0; turn < turns; turn += 1) await run(turn);
  const { user, system } = process.cpuUsage(start);
  return (turns * 1_000_000) / (user + system);
}

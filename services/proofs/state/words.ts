/** Words of the registries in a block's state, from the nodes of its tries. */

import type { ContractName } from "../../ledger/deployment/schema.js";
import type { Hex } from "../../ledger/hex.js";
import type { Address } from "../../store/model.js";
import type { LedgerPlace, ReadWord } from "../answers/asking.js";
import { ProofError } from "../errors.js";
import type { OpenNode } from "../trie/lookUp.js";
import { accountIn, emptyCode, wordIn } from "./account.js";

export interface ProvenWords {
  readonly read: ReadWord;
  /** Registries that were asked. */
  readonly asked: () => Readonly<Record<string, Address>>;
}

/** Reads words out of a state; each of them is proven by the nodes that lead to it. */
export function wordsIn(stateRoot: Hex, { contracts }: LedgerPlace, open: OpenNode): ProvenWords {
  const storageRoots = new Map<ContractName, Hex>();
  const rootOf = (contract: ContractName): Hex => {
    const known = storageRoots.get(contract);
    if (known !== undefined) return known;
    const account = accountIn(stateRoot, contracts[contract], open);
    if (account === null || account.codeHash === emptyCode) throw missing(contract, contracts[contract]);
    storageRoots.set(contract, account.storageRoot);
    return account.storageRoot;
  };
  return {
    read: (contract, slot) => wordIn(rootOf(contract), slot, open),
    asked: () => Object.fromEntries([...storageRoots.keys()].map((name) => [name, contracts[name]])),
  };
}

const missing = (contract: ContractName, address: Address): ProofError =>
  new ProofError(
    "PROOF_REGISTRY_MISSING",
    `In that block there is no registry "${contract}" at ${address}.`,
    {
      hint: "Check the deployment file, and that the block is none from before the deployment.",
      details: { contract, address },
    },
  );

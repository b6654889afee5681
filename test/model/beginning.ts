/** What every play begins with, on the chain and in the model: a few parties, and the root of the scheme. */

import { zeroWord } from "../../services/ledger/hex.js";
import type { Chain } from "./chain.fixture.js";
import { contracts } from "./contracts.js";
import { Ledger } from "./ledger/ledger.js";
import { administrator, firstParties } from "./universe.js";
import { addressOf } from "./words/names.js";

/** Unix second before the first step. */
const startTime = 2_000_000_000;

const profile = { kind: 1, name: "Party", legalId: "", profileDigest: zeroWord, profileUri: "" };

/** The deployment has registered the administrator, who holds the root. */
export async function prepare(chain: Chain): Promise<void> {
  for (const party of firstParties.filter((each) => each !== administrator)) {
    const data = contracts.parties.encodeFunctionData("register", [addressOf(party), profile]);
    const to = chain.deployment.contracts.parties;
    await chain.request("eth_sendTransaction", [{ from: addressOf(party), to, data }]);
  }
  await chain.request("evm_setNextBlockTimestamp", [startTime]);
  await chain.request("evm_mine", []);
}

/** @param block The block that the chain is at. */
export function beginning(block: number): Ledger {
  return new Ledger({ now: startTime, block }, firstParties, administrator);
}

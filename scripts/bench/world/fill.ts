import { project } from "../../../services/index/project.js";
import type { LedgerEvent } from "../../../services/ledger/events/decodeLog.js";
import { toHash, zeroAddress, zeroWord } from "../../../services/ledger/hex.js";
import { schemaVersion } from "../../../services/store/keys.js";
import { openStore } from "../../../services/store/store.js";
import { foundation, partnership, pump } from "./events.js";
import { settle } from "./settle.js";

/** Pumps of one commit: about what a range of a backfill brings. */
const perCommit = 2_500;

const noHash = toHash(zeroWord);

export const chainId = 31337;

/** Of the ledger that is measured. */
export const fingerprint = {
  chainId,
  genesis: noHash,
  contracts: {
    parties: zeroAddress,
    namespaces: zeroAddress,
    identifiers: zeroAddress,
    sealedRecords: zeroAddress,
    twins: zeroAddress,
    twinTerms: zeroAddress,
    twinLineage: zeroAddress,
    twinComposition: zeroAddress,
    groups: zeroAddress,
    rights: zeroAddress,
    quotas: zeroAddress,
    supervision: zeroAddress,
    evidence: zeroAddress,
    attestations: zeroAddress,
    relations: zeroAddress,
    batches: zeroAddress,
  },
  deploymentBlock: 1,
  schema: schemaVersion,
};

/**
 * Makes a store of the world with `pumps` pumps, three records each, through the follower's own projections and drafts.
 * @param shared How many partners there are, and how many of them share the data of one pump.
 */
export async function fillStore(
  location: string,
  pumps: number,
  { partners, sharing } = { partners: 0, sharing: 1 },
): Promise<void> {
  const store = await openStore(location, { createIfMissing: true });
  try {
    await store.claim(fingerprint);
    const time = Math.floor(Date.now() / 1_000);
    let block = 0;
    const commit = async (events: readonly LedgerEvent[]): Promise<void> => {
      const draft = store.draft();
      block += 1;
      for (const [log, event] of events.entries()) {
        project(draft, event, { block, time, transaction: noHash, log });
      }
      await draft.commit(
        { number: block, hash: noHash, time, finalized: block, head: block },
        { durable: false },
      );
    };
    await commit(foundation);
    const all = async (count: number, one: (number: number) => readonly LedgerEvent[]): Promise<void> => {
      for (let first = 0; first < count; first += perCommit) {
        const some = Math.min(perCommit, count - first);
        await commit(Array.from({ length: some }, (_, n) => one(first + n)).flat());
      }
    };
    await all(pumps, pump);
    await all(partners, (number) => partnership(number, sharing));
  } finally {
    await store.close();
  }
  await settle(location);
}

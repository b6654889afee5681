/** What the index says of the same ledger, and what the model expects it to say. */
import type { Ledger } from "../ledger/ledger.js";
import type { Place } from "../words/names.js";
import { agreementTopics } from "./agreements.js";
import { attestationTopics } from "./attestations.js";
import { batchTopics } from "./batches.js";
import { delegateTopics } from "./delegates.js";
import { evidenceTopics } from "./evidence.js";
import type { Facts, Index, Topic } from "./facts.js";
import { namespaceTopics } from "./namespaces.js";
import { partyTopics } from "./parties.js";
import { quotaTopics } from "./quotas.js";
import { recordTopics } from "./records.js";
import { recoveryTopics } from "./recovery.js";
import { relationTopics } from "./relations.js";
import { rightTopics } from "./rights.js";
import { schemeTopics } from "./schemes.js";
import { sealedTopics } from "./sealedRecords.js";
import { supervisionTopics } from "./supervision.js";
import { tokenTopics } from "./tokens.js";
import { twinTopics } from "./twins.js";

const topics: readonly Topic[] = [
  ...partyTopics,
  ...delegateTopics,
  ...recoveryTopics,
  ...attestationTopics,
  ...relationTopics,
  ...schemeTopics,
  ...namespaceTopics,
  ...recordTopics,
  ...sealedTopics,
  ...batchTopics,
  ...twinTopics,
  ...rightTopics,
  ...agreementTopics,
  ...quotaTopics,
  ...evidenceTopics,
  ...tokenTopics,
  ...supervisionTopics,
];

const together = (all: readonly Facts[]): Facts => Object.fromEntries(all.flatMap(Object.entries));

export const modelFacts = (ledger: Ledger, place: Place): Facts =>
  together(topics.map((each) => each.model(ledger, place)));

export const indexFacts = async (index: Index): Promise<Facts> =>
  together(await Promise.all(topics.map((each) => each.index(index))));

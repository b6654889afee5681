/** All that can be drawn, each as often as its weight says. */
import { agreementDraws } from "./agreements.js";
import { attestationDraws } from "./attestations.js";
import { batchDraws } from "./batches.js";
import { certificateDraws } from "./certificates.js";
import { compositionDraws } from "./composition.js";
import { delegateDraws } from "./delegates.js";
import type { Dice } from "./dice.js";
import { evidenceDraws } from "./evidence.js";
import { lineageDraws } from "./lineage.js";
import { namespaceDraws } from "./namespaces.js";
import type { Draw } from "./operation.js";
import { partyDraws } from "./parties.js";
import { quotaDraws } from "./quotas.js";
import { recordDraws } from "./records.js";
import { recoveryDraws } from "./recovery.js";
import { relationDraws } from "./relations.js";
import { rightDraws } from "./rights.js";
import { schemeDraws } from "./schemes.js";
import { sealedDraws } from "./sealedRecords.js";
import { supervisionDraws } from "./supervision.js";
import { tokenDraws } from "./tokens.js";
import { twinDraws } from "./twins.js";
import { twinTermsDraws } from "./twinTerms.js";

const draws = [
  ...partyDraws,
  ...delegateDraws,
  ...recoveryDraws,
  ...attestationDraws,
  ...relationDraws,
  ...tokenDraws,
  ...namespaceDraws,
  ...certificateDraws,
  ...schemeDraws,
  ...recordDraws,
  ...sealedDraws,
  ...twinDraws,
  ...twinTermsDraws,
  ...lineageDraws,
  ...compositionDraws,
  ...rightDraws,
  ...agreementDraws,
  ...quotaDraws,
  ...batchDraws,
  ...supervisionDraws,
  ...evidenceDraws,
].flatMap(([weight, draw]) => Array.from({ length: weight }, (): Draw => draw));

export const drawOf = (dice: Dice): Draw => dice.of(draws);

/**
 * All that can be drawn, each as often as its weight says.
 *
 * Every play leaves out some of what it could do, so that it does more of the rest: what meets only after many steps does.
 */
import { agreementDraws } from "./agreements.js";
import { attestationDraws } from "./attestations.js";
import { batchDraws } from "./batches.js";
import { certificateDraws } from "./certificates.js";
import { compositionDraws } from "./composition.js";
import { delegateDraws } from "./delegates.js";
import type { Dice } from "./dice.js";
import { evidenceDraws } from "./evidence.js";
import { groupDraws } from "./groups.js";
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

type Draws = readonly (readonly [number, Draw])[];

/** What all the rest is about. */
const always: Draws = [
  ...partyDraws,
  ...tokenDraws,
  ...namespaceDraws,
  ...recordDraws,
  ...twinDraws,
  ...rightDraws,
  ...groupDraws,
];

const sometimes: readonly Draws[] = [
  [...delegateDraws, ...recoveryDraws],
  [...attestationDraws, ...relationDraws],
  [...certificateDraws, ...schemeDraws],
  sealedDraws,
  [...twinTermsDraws, ...lineageDraws, ...compositionDraws],
  agreementDraws,
  quotaDraws,
  batchDraws,
  supervisionDraws,
  evidenceDraws,
];

/** Draws the moves of one play. */
export function drawsOf(dice: Dice): () => Draw {
  const some = sometimes.filter(() => dice.chance(1, 2));
  const draws = [...always, ...some.flat()].flatMap(([weight, draw]) =>
    Array.from({ length: weight }, (): Draw => draw),
  );
  return () => dice.of(draws);
}

/** All that can be drawn, each as often as its weight says. */
import { batchDraws } from "./batches.js";
import type { Dice } from "./dice.js";
import { evidenceDraws } from "./evidence.js";
import { namespaceDraws } from "./namespaces.js";
import type { Draw } from "./operation.js";
import { partyDraws } from "./parties.js";
import { recordDraws } from "./records.js";
import { rightDraws } from "./rights.js";
import { supervisionDraws } from "./supervision.js";
import { tokenDraws } from "./tokens.js";
import { twinDraws } from "./twins.js";

const draws = [
  ...partyDraws,
  ...tokenDraws,
  ...namespaceDraws,
  ...recordDraws,
  ...twinDraws,
  ...rightDraws,
  ...batchDraws,
  ...supervisionDraws,
  ...evidenceDraws,
].flatMap(([weight, draw]) => Array.from({ length: weight }, (): Draw => draw));

export const drawOf = (dice: Dice): Draw => dice.of(draws);

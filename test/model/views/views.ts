/** All that is compared. */
import type { Ledger } from "../ledger/ledger.js";
import { batchViews } from "./batches.js";
import { evidenceViews } from "./evidence.js";
import { namespaceViews } from "./namespaces.js";
import { partyViews } from "./parties.js";
import { recordViews } from "./records.js";
import { grantViews, rightViews } from "./rights.js";
import { freezeViews, supervisionViews } from "./supervision.js";
import { tokenViews } from "./tokens.js";
import { twinViews } from "./twins.js";
import type { View } from "./view.js";

const fixed: readonly View[] = [
  ...partyViews,
  ...tokenViews,
  ...namespaceViews,
  ...recordViews,
  ...twinViews,
  ...rightViews,
  ...batchViews,
  ...supervisionViews,
  ...evidenceViews,
];

export const viewsOf = (ledger: Ledger): readonly View[] => [
  ...fixed,
  ...grantViews(ledger),
  ...freezeViews(ledger),
];

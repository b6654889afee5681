/** All that is compared. */
import type { Ledger } from "../ledger/ledger.js";
import { agreementViews } from "./agreements.js";
import { attestationViews, registrarViews } from "./attestations.js";
import { batchViews } from "./batches.js";
import { compositionViews } from "./composition.js";
import { delegateViews } from "./delegates.js";
import { evidenceViews } from "./evidence.js";
import { lineageViews } from "./lineage.js";
import { namespaceViews } from "./namespaces.js";
import { partyViews } from "./parties.js";
import { quotaViews, unitViews } from "./quotas.js";
import { recordViews } from "./records.js";
import { recoveryViews } from "./recovery.js";
import { membershipViews, relationViews } from "./relations.js";
import { grantViews, rightViews } from "./rights.js";
import { schemeViews } from "./schemes.js";
import { sealedViews } from "./sealedRecords.js";
import { freezeViews, supervisionViews } from "./supervision.js";
import { tokenViews } from "./tokens.js";
import { twinViews } from "./twins.js";
import { twinTermsViews } from "./twinTerms.js";
import type { View } from "./view.js";

const fixed: readonly View[] = [
  ...partyViews,
  ...delegateViews,
  ...recoveryViews,
  ...registrarViews,
  ...membershipViews,
  ...tokenViews,
  ...namespaceViews,
  ...schemeViews,
  ...recordViews,
  ...sealedViews,
  ...twinViews,
  ...twinTermsViews,
  ...lineageViews,
  ...compositionViews,
  ...rightViews,
  ...unitViews,
  ...batchViews,
  ...supervisionViews,
  ...evidenceViews,
];

export const viewsOf = (ledger: Ledger): readonly View[] => [
  ...fixed,
  ...attestationViews(ledger),
  ...relationViews(ledger),
  ...grantViews(ledger),
  ...agreementViews(ledger),
  ...quotaViews(ledger),
  ...freezeViews(ledger),
];

/** Sealed records in the form of the API. */
import { rightsInForce } from "../../rights/publicView.js";
import type { SealedRecordEntity } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { freezesOfSealed } from "../resolution/freezes.js";
import { effectiveStatus } from "../resolution/locate.js";
import type { Zone } from "../resolution/zones.js";
import { type Presenter, provenance } from "./present.js";
import type { SealedResolutionView } from "./sealedSchema.js";

/** What the ledger has of it. @param at Unix seconds at which rights must hold. */
export function sealedDetails(
  view: EntityView,
  present: Presenter,
  record: SealedRecordEntity,
  zone: Zone,
  at: number,
): SealedResolutionView["sealed"] {
  const { id, seal, owner, epoch, statusReason, version, digest, locked, registered, updated } = record;
  const status = effectiveStatus(record, zone);
  const asset = { kind: "sealed", id, owner, epoch, live: status === "active" } as const;
  const rights = rightsInForce(view, asset, at);
  return {
    id,
    scheme: zone.scheme,
    seal,
    status,
    statusReason,
    version,
    digest,
    locked,
    registered: provenance(registered),
    updated: provenance(updated),
    owner: present.party(owner),
    authority: present.authority(zone),
    rights: rights.grants.map(present.right),
    rightsComplete: rights.complete,
    freezes: present.freezes(freezesOfSealed(view, record, zone)),
  };
}

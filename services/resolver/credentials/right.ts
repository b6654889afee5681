/** That somebody has a right to data, as a credential says it. */
import { dateTime } from "../../credentials/dateTime.js";
import { ended, holds, type Standing, suspended } from "../../credentials/standing.js";
import { credentialTypes, subjectTypes } from "../../credentials/types.js";
import { holdingOf } from "../../rights/holding.js";
import { isFrozen, isLiving } from "../../rights/parties.js";
import { standingOf } from "../../rights/standing.js";
import type { Address, Fingerprint, GrantEntity, GrantId } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { accountDid } from "../resolution/dids.js";
import type { Found, Lookup } from "./found.js";
import { heldThing } from "./things.js";

/** @param grantee Whom a blinded commitment is of; null where that is not to be said. */
export function rightOf(
  lookup: Lookup,
  id: GrantId,
  grantee: Address | null,
  fingerprint: Fingerprint,
): Found | null {
  const { view, moment } = lookup;
  const grant = view.grant(id);
  const on = grant && heldThing(lookup, grant.asset);
  if (grant === null || on === null) return null;
  return {
    claim: { kind: "right", grant },
    contract: fingerprint.contracts.rights,
    standing: rightStanding(view, grant, on.standing, moment.at),
    proofPath: `/v1/proofs/grant/${id}`,
    until: grant.until,
    said: (ledger) => ({
      type: ["VerifiableCredential", credentialTypes.right],
      credentialSubject: {
        ...granteeOf(grant, grantee, moment.chainId),
        hasRight: {
          type: subjectTypes.right,
          grant: id,
          sequence: grant.sequence,
          asset: on.named,
          ...(grant.scope === "" ? {} : { dataSet: grant.scope }),
          actions: [...grant.actions],
          grantor: accountDid(moment.chainId, grant.grantor),
          ...(grant.terms === null ? {} : { terms: grant.terms }),
          ...(grant.from === 0 ? {} : { from: dateTime(grant.from) }),
          ...(grant.until === 0 ? {} : { until: dateTime(grant.until) }),
          survivesSale: grant.assetEpoch === 0,
        },
        ledger,
      },
    }),
  };
}

function granteeOf({ grantee }: GrantEntity, opened: Address | null, chainId: number) {
  if (grantee.kind === "group") return { type: subjectTypes.group, group: grantee.group };
  const party = grantee.kind === "party" ? grantee.party : opened;
  return party === null
    ? { type: subjectTypes.grantee }
    : { type: subjectTypes.grantee, id: accountDid(chainId, party) };
}

/** The rule of the ledger's own check (`DataRights.isAllowed`), with what of it is for good told apart from what may change. */
function rightStanding(view: EntityView, grant: GrantEntity, asset: Standing, at: number): Standing {
  const { assetEpoch, grantee } = grant;
  const held = holdingOf(view, grant.asset);
  if (held === null || asset.state === "ended") return asset;
  if (assetEpoch !== 0 && assetEpoch !== held.epoch) return ended("asset-changed-hands");
  const own = bySelf(view, grant, at);
  if (own.state !== "holds") return own;
  if (!held.live) return suspended("suspended");
  if (!isLiving(view, held.owner)) return suspended("owner-inactive");
  if (grantee.kind !== "party") return holds;
  if (!isLiving(view, grantee.party)) return suspended("grantee-inactive");
  return isFrozen(view, grantee.party) ? suspended("grantee-frozen") : holds;
}

function bySelf(view: EntityView, grant: GrantEntity, at: number): Standing {
  const standing = standingOf(view, grant, at);
  switch (standing) {
    case "holds":
      return holds;
    case "ended":
      return ended("right-ended");
    case "revoked":
      return ended("right-revoked");
    case "pending":
      return suspended("not-accepted");
    case "frozen":
    case "not-yet":
      return suspended(standing);
    case "void-above":
      return suspended("licence-above");
  }
}

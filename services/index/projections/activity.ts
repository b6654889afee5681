/** Counts what an event did, once it has had its effect. */
import type { LedgerEvent } from "../../ledger/events/decodeLog.js";
import { zeroAddress, zeroWord } from "../../ledger/hex.js";
import { type Activity, dayOf } from "../../store/activity.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import type { Address, NamespaceId } from "../../store/model.js";
import { known, type Place } from "./place.js";

export function countActivity(draft: Draft, event: LedgerEvent, place: Place): void {
  switch (event.event) {
    case "PartyRegistered":
      count(draft, place, null, { parties: 1 });
      break;
    case "NamespaceDelegated":
      // Where it is delegated anew, a transfer has told of its holder.
      if (event.epoch === 1) hold(draft, place, event.holder);
      // Nobody delegated a scheme's root.
      count(draft, place, event.parent === zeroWord ? event.namespace : event.parent, { delegations: 1 });
      break;
    case "IdentifierRegistered":
      hold(draft, place, event.owner);
      count(draft, place, event.namespace, { records: 1 });
      break;
    case "MemberMaterialised": {
      const { namespace } = known(draft, tables.record, event.record, "record", place);
      count(draft, place, namespace, { materialised: 1 });
      break;
    }
    case "SealedRecordRegistered":
      hold(draft, place, event.owner);
      count(draft, place, event.namespace, { sealedRecords: 1 });
      break;
    case "RuleBatchIssued":
    case "MerkleBatchIssued": {
      hold(draft, place, event.owner);
      const { count: members } = known(draft, tables.batch, event.batch, "batch", place);
      count(draft, place, event.namespace, { batches: 1, members });
      break;
    }
    case "TwinMinted":
      hold(draft, place, event.owner);
      count(draft, place, null, { twins: 1 });
      break;
    case "RightGranted":
      count(draft, place, null, { grants: 1 });
      break;
    case "Transfer":
      // A mint is told by the registration's own event.
      if (event.from === zeroAddress) break;
      letGo(draft, place, event.from);
      hold(draft, place, event.to);
      count(draft, place, null, { transfers: 1 });
      break;
  }
}

/** @param issuer Namespace under which it was done; null for what is under none. */
function count(draft: Draft, { time }: Place, issuer: NamespaceId | null, done: Activity): void {
  const day = dayOf(time);
  const scheme = issuer === null ? null : (draft.get(tables.namespace, issuer)?.scheme ?? null);
  draft.count(tables.dayActivity, { day, scheme }, done);
  draft.count(tables.wholeActivity, scheme, done);
  if (issuer !== null) draft.count(tables.namespaceActivity, { namespace: issuer, day }, done);
}

function hold(draft: Draft, place: Place, holder: Address): void {
  const tokens = draft.get(tables.tokensHeld, holder) ?? 0;
  draft.put(tables.tokensHeld, holder, tokens + 1);
  if (tokens === 0) count(draft, place, null, { holders: 1 });
}

function letGo(draft: Draft, place: Place, holder: Address): void {
  const tokens = draft.get(tables.tokensHeld, holder) ?? 0;
  draft.put(tables.tokensHeld, holder, Math.max(0, tokens - 1));
  if (tokens === 1) count(draft, place, null, { holders: -1 });
}

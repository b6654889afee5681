/** An answer's rights against the grants on the chain. */

import { granteeText } from "../../ledger/actions/rights.js";
import { toAddress, toDigest, toGrantId, toGroupId, toTermsId } from "../../ledger/hex.js";
import { readGrant } from "../../ledger/reads/rights.js";
import type { Grantee } from "../../store/model.js";
import { assetWith } from "../../store/things.js";
import type { LedgerSession } from "../ledger/session.js";
import { utcTime } from "../output/layout.js";
import type { Answer } from "./answer.js";
import { type Finding, finding, none } from "./finding.js";

type Right = Answer["rights"][number];

/**
 * Each right as the chain has it. Its id is computed anew from asset, scope, party and terms under the asset's holding epoch,
 * so a changed part leads to another grant or to none.
 * @param assets Ids of the record and of the twin for which it stands: an answer has rights on nothing else.
 */
export function rightFindings(
  session: LedgerSession,
  { rights, asOf }: Answer,
  assets: ReadonlySet<string>,
): Promise<readonly Finding[]> {
  return Promise.all(
    rights.map(async (right) => {
      const { grant, from, until } = right;
      const said = shown(right, {
        status: "active",
        actions: right.actions,
        from: from ?? 0,
        until: until ?? 0,
      });
      const found = assets.has(right.asset.id) ? await grantOf(session, right, asOf.number) : null;
      return finding(`right ${grant.slice(0, 10)}…`, said, found === null ? none : shown(right, found));
    }),
  );
}

async function grantOf({ provider, deployment }: LedgerSession, right: Right, block: number) {
  const { grant, scope, survivesSale, terms, parent } = right;
  const grantee = granteeOf(right);
  if (grantee === null) return null;
  const key = {
    asset: assetWith(right.asset.kind, right.asset.id),
    scope,
    grantee,
    survivesSale,
    terms: terms === null ? null : toTermsId(terms.id),
    parent: parent === null ? null : toGrantId(parent),
  };
  const state = await readGrant(provider, deployment, key, block);
  return state?.id === toGrantId(grant) ? state : null;
}

/** Null where the answer names nobody of the kind that it says. */
function granteeOf({ granteeKind, grantee, group, commitment }: Right): Grantee | null {
  switch (granteeKind) {
    case "party":
      return grantee === null ? null : { kind: granteeKind, party: toAddress(grantee.address) };
    case "group":
      return group === null ? null : { kind: granteeKind, group: toGroupId(group.id) };
    case "blinded":
      return commitment === null ? null : { kind: granteeKind, commitment: toDigest(commitment) };
  }
}

interface Terms {
  readonly status: string;
  readonly actions: readonly string[];
  readonly from: number;
  readonly until: number;
}

/** A revoked right holds until its end, which a revocation brings forward. */
function shown(right: Right, { status, actions, from, until }: Terms): string {
  const { asset, scope } = right;
  const window = [
    ...(from === 0 ? [] : [`from ${moment(from)}`]),
    until === 0 ? "never ends" : `until ${moment(until)}`,
  ].join(", ");
  const what = `${actions.toSorted().join(", ")} on ${asset.kind} ${asset.id}`;
  const who = granteeOf(right);
  const standing = status === "pending" ? status : "active";
  return `${standing}: ${who === null ? "nobody" : granteeText(who)} may ${what} (${scope || "all data"}), ${window}`;
}

/** Times from a resolver may lie beyond any calendar. */
const moment = (seconds: number): string => (Math.abs(seconds) < 8e12 ? utcTime(seconds) : String(seconds));

/** The grants that could carry what is asked: found by point reads, in a number that no partner's grants raise. */
import { blindedGrantee } from "../../ledger/ids.js";
import type { Address, GrantEntity } from "../../store/model.js";
import type { GrantPlace } from "../../store/places.js";
import type { EntityView } from "../../store/view.js";
import type { AssetState } from "../holding.js";
import type { Question } from "./question.js";

/** Grants of one place and kind that are looked at. */
const mostGrants = 64;

export interface Candidates {
  readonly grants: readonly GrantEntity[];
  readonly complete: boolean;
}

/** @param party Whose right it is, if there is one. */
export function candidatesFor(
  view: EntityView,
  asset: AssetState,
  party: Address,
  question: Question<string | null>,
): Candidates {
  if (question.grant === null) return placedFor(view, asset, party, question);
  const named = view.grant(question.grant);
  const fits = named !== null && isAbout(named, question) && isGrantee(view, named, party, question);
  return { grants: fits ? [named] : [], complete: true };
}

function placedFor(
  view: EntityView,
  { epoch }: AssetState,
  party: Address,
  question: Question<string | null>,
): Candidates {
  const grants: GrantEntity[] = [];
  let complete = true;
  for (const place of placesOf(epoch, party, question)) {
    const found = view.grantsAt(place, mostGrants);
    grants.push(...found.grants.filter((grant) => isGrantee(view, grant, party, question)));
    complete &&= found.complete;
  }
  return { grants, complete };
}

/** The data set itself and all data, or whichever, under the present holding and for every holding. */
function placesOf(
  epoch: number,
  party: Address,
  { asset, scope, openings }: Question<string | null>,
): readonly GrantPlace[] {
  const grantees: GrantPlace["grantee"][] = [{ kind: "party", party }, { kind: "groups" }];
  for (const opening of openings)
    grantees.push({ kind: "blinded", commitment: blindedGrantee(party, opening) });
  const scopes = scope === "" || scope === null ? [scope] : [scope, ""];
  return grantees.flatMap((grantee) =>
    scopes.flatMap((one) => [epoch, 0].map((each) => ({ ...asset, epoch: each, scope: one, grantee }))),
  );
}

const isAbout = ({ asset, scope }: GrantEntity, question: Question<string | null>): boolean =>
  asset.kind === question.asset.kind &&
  asset.id === question.asset.id &&
  (scope === "" || question.scope === null || scope === question.scope);

function isGrantee(
  view: EntityView,
  { grantee }: GrantEntity,
  party: Address,
  { openings }: Question<string | null>,
): boolean {
  switch (grantee.kind) {
    case "party":
      return grantee.party === party;
    case "group":
      return view.isMember(grantee.group, party);
    case "blinded":
      return openings.some((opening) => grantee.commitment === blindedGrantee(party, opening));
  }
}

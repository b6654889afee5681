/** The grants that could carry what is asked: found by point reads, in a number that no partner's grants raise. */
import { blindedGrantee } from "../../ledger/ids.js";
import type { Address, GrantEntity } from "../../store/model.js";
import type { GrantedTo, HeldScope } from "../../store/places.js";
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
  const places = placesOf(epoch, question);
  for (const grantee of granteesOf(party, question)) {
    const found = view.grantsAt({ ...question.asset, grantee }, places, mostGrants);
    grants.push(...found.grants.filter((grant) => isGrantee(view, grant, party, question)));
    complete &&= found.complete;
  }
  return { grants, complete };
}

/** The party itself, the groups, and what opens to it. */
function granteesOf(party: Address, { openings }: Question<string | null>): readonly GrantedTo["grantee"][] {
  const blinded = openings.map((opening) => blindedGrantee(party, opening));
  return [
    { kind: "party", party },
    { kind: "groups" },
    ...blinded.map((commitment) => ({ kind: "blinded", commitment }) as const),
  ];
}

/** The data set itself and all data, or whichever, under the present holding and for every holding. */
function placesOf(epoch: number, { scope }: Question<string | null>): readonly HeldScope[] {
  const scopes = scope === "" || scope === null ? [scope] : [scope, ""];
  return scopes.flatMap((one) => [epoch, 0].map((each) => ({ epoch: each, scope: one })));
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

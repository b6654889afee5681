/** Whether a right was given, and how far it holds. */
import { actionsOf, assetKindCodes } from "../../ledger/enums.js";
import { toGrantId } from "../../ledger/hex.js";
import { blindedGrantee, grantId, scopeId } from "../../ledger/ids.js";
import * as slots from "../../ledger/slots.js";
import { grantWord, licensorWord } from "../../ledger/slotWords.js";
import type { Address, GrantAction, GrantId } from "../../store/model.js";
import type { QuestionOf } from "../document/questions.js";
import type { GrantParts } from "../document/rightQuestions.js";
import { ProofError } from "../errors.js";
import type { Asking } from "./asking.js";
import { type AssetFacts, assetFacts } from "./asset.js";
import { type PartyFacts, partyFacts } from "./party.js";

export interface GrantFacts {
  readonly status: "active" | "revoked" | "pending";
  /** Unix seconds: the first in its window, and the first after it (0: none). A revocation shortens it. */
  readonly from: number;
  readonly until: number;
  readonly actions: readonly GrantAction[];
  /** How often it was given. */
  readonly sequence: number;
  readonly frozen: boolean;
  readonly exclusive: boolean;
  readonly irrevocable: boolean;
  /** It is not waiting for acceptance, not frozen, and the block's time lies in its window. */
  readonly stands: boolean;
}

/** A grant above a sub-licence. */
export interface GrantAbove {
  readonly id: GrantId;
  readonly grant: GrantFacts | null;
  /** Who gave the sub-licence. */
  readonly licensor: Address;
  /** It is the same giving of it beneath which the sub-licence was given. */
  readonly same: boolean;
}

export interface GrantAnswer {
  readonly kind: "grant";
  readonly id: GrantId;
  /** null where it was never given. */
  readonly grant: GrantFacts | null;
  /** null where the document does not show what the id is made of. */
  readonly asset: AssetFacts | null;
  /** The grantee; null where it is a group, hidden, or not shown. */
  readonly grantee: PartyFacts | null;
  /** From the one right above up. */
  readonly above: readonly GrantAbove[];
}

/** Levels of sub-licences, and one more. */
const mostLevels = 8;

/** @throws ProofError `PROOF_GRANT_REFUTED` */
export function grantAnswer(asking: Asking, { grant: id, parts }: QuestionOf<"grant">): GrantAnswer {
  if (parts !== null && idOf(parts) !== id) throw refuted("its id is made of something else");
  const grant = grantFacts(asking, id);
  return {
    kind: "grant",
    id,
    grant,
    asset: parts && assetFacts(asking, parts),
    grantee: parts && granteeFacts(asking, parts),
    above: grant === null ? [] : grantsAbove(asking, id),
  };
}

const idOf = ({ assetKind, scope, ...parts }: GrantParts): GrantId =>
  grantId({ ...parts, assetKind: assetKindCodes[assetKind], scope: scopeId(scope) });

function grantFacts({ read, at }: Asking, id: GrantId): GrantFacts | null {
  const { status, from, until, actions, sequence, frozen, exclusive, irrevocable } = grantWord(
    read("rights", slots.grant(id)),
  );
  if (status === null) return null;
  const inWindow = from <= at && (until === 0 || at < until);
  return {
    status,
    from,
    until,
    actions: actionsOf(actions),
    sequence,
    frozen,
    exclusive,
    irrevocable,
    stands: status !== "pending" && !frozen && inWindow,
  };
}

function granteeFacts(asking: Asking, { grantee }: GrantParts): PartyFacts | null {
  switch (grantee.kind) {
    case "party":
      return partyFacts(asking, grantee.party);
    case "group":
      return null;
    case "blinded": {
      if (grantee.opening === null) return null;
      const { party, salt } = grantee.opening;
      if (blindedGrantee(party, salt) !== grantee.commitment) throw refuted("its grantee is somebody else");
      return partyFacts(asking, party);
    }
  }
}

function grantsAbove(asking: Asking, first: GrantId): readonly GrantAbove[] {
  const above: GrantAbove[] = [];
  let id = first;
  while (above.length < mostLevels) {
    const slot = slots.sublicence(id);
    const parent = toGrantId(asking.read("rights", slot));
    if (BigInt(parent) === 0n) break;
    const { licensor, sequence } = licensorWord(asking.read("rights", slots.wordAfter(slot, 1)));
    const grant = grantFacts(asking, parent);
    above.push({ id: parent, grant, licensor, same: grant?.sequence === sequence });
    id = parent;
  }
  return above;
}

const refuted = (why: string): ProofError =>
  new ProofError("PROOF_GRANT_REFUTED", `The grant is not the one that the proof describes: ${why}.`, {
    hint: "Do not rely on it.",
  });

/** What parties say of themselves and of each other. */
import { relationKindCode } from "../../../services/ledger/enums.js";
import type { Hex } from "../../../services/ledger/hex.js";
import { statementKindId } from "../../../services/ledger/ids.js";
import type { AttestationKey } from "../ledger/attestations.js";
import type { DelegateType } from "../ledger/delegates.js";
import type { RelationKey } from "../ledger/relations.js";
import { addressOf, digestOf, partyWord, textWord, twinWord } from "./names.js";

export const delegateTypeWord = (type: DelegateType): Hex => textWord(type, 32);

export const attestationKeyWords = ({ registrar, party, kind, statement }: AttestationKey) => ({
  registrar: addressOf(registrar),
  party: addressOf(party),
  kind: statementKindId(kind),
  digest: digestOf(statement),
});

export const relationKeyWords = (key: RelationKey) => ({
  kind: relationKindCode(key.kind),
  party: addressOf(key.party),
  subject: key.kind === "twin" ? twinWord(key.subject) : partyWord(key.subject),
});

/** The answer to any question. */
import type { Question } from "../document/questions.js";
import { type AllowanceAnswer, allowanceAnswer } from "./allowance.js";
import { type AnchorAnswer, anchorAnswer } from "./anchor.js";
import type { Asking } from "./asking.js";
import {
  type AttestationAnswer,
  attestationAnswer,
  type LegalIdAnswer,
  legalIdAnswer,
} from "./attestation.js";
import { type BatchAnswer, batchAnswer } from "./batch.js";
import { type BindingAnswer, bindingAnswer } from "./binding.js";
import { type BundleAnswer, bundleAnswer } from "./bundle.js";
import { type CompositionAnswer, compositionAnswer } from "./composition.js";
import { type DerivationAnswer, derivationAnswer } from "./derivation.js";
import { type DidAnswer, didAnswer } from "./did.js";
import { type EquivalenceAnswer, equivalenceAnswer } from "./equivalence.js";
import { type FreezesAnswer, freezesAnswer } from "./freezes.js";
import { type GrantAnswer, grantAnswer } from "./grant.js";
import { type GroupAnswer, groupAnswer } from "./group.js";
import { type GuardiansAnswer, guardiansAnswer } from "./guardians.js";
import { type MemberAnswer, memberAnswer } from "./member.js";
import { type NamespaceAnswer, namespaceAnswer } from "./namespace.js";
import { type PartyAnswer, partyAnswer } from "./party.js";
import { type QuotaAnswer, quotaAnswer } from "./quota.js";
import { type RecordAnswer, recordAnswer } from "./record.js";
import { type RelationAnswer, relationAnswer } from "./relation.js";
import { type SealedAnswer, sealedAnswer } from "./sealed.js";
import { type TwinAnswer, twinAnswer } from "./twin.js";

export type Answer =
  | AllowanceAnswer
  | AnchorAnswer
  | BundleAnswer
  | BatchAnswer
  | NamespaceAnswer
  | AttestationAnswer
  | BindingAnswer
  | CompositionAnswer
  | DerivationAnswer
  | DidAnswer
  | EquivalenceAnswer
  | FreezesAnswer
  | GrantAnswer
  | GroupAnswer
  | GuardiansAnswer
  | LegalIdAnswer
  | MemberAnswer
  | PartyAnswer
  | QuotaAnswer
  | RecordAnswer
  | RelationAnswer
  | SealedAnswer
  | TwinAnswer;

/** @throws ProofError where the question contradicts the words, or the words each other. */
export function answerTo(asking: Asking, question: Question): Answer {
  switch (question.kind) {
    case "record":
      return recordAnswer(asking, question);
    case "member":
      return memberAnswer(asking, question);
    case "binding":
      return bindingAnswer(asking, question);
    case "equivalence":
      return equivalenceAnswer(asking, question);
    case "namespace":
      return namespaceAnswer(asking, question);
    case "batch":
      return batchAnswer(asking, question);
    case "sealed":
      return sealedAnswer(asking, question);
    case "party":
      return partyAnswer(asking, question);
    case "guardians":
      return guardiansAnswer(asking, question);
    case "attestation":
      return attestationAnswer(asking, question);
    case "legalId":
      return legalIdAnswer(asking, question);
    case "relation":
      return relationAnswer(asking, question);
    case "did":
      return didAnswer(asking, question);
    case "twin":
      return twinAnswer(asking, question);
    case "derivation":
      return derivationAnswer(asking, question);
    case "composition":
      return compositionAnswer(asking, question);
    case "grant":
      return grantAnswer(asking, question);
    case "quota":
      return quotaAnswer(asking, question);
    case "allowance":
      return allowanceAnswer(asking, question);
    case "group":
      return groupAnswer(asking, question);
    case "anchor":
      return anchorAnswer(asking, question);
    case "bundle":
      return bundleAnswer(asking, question);
    case "freezes":
      return freezesAnswer(asking, question);
  }
}

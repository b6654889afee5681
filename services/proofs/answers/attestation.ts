/** What registrars attest of a party, and whether it counts: the contracts' `isValid` over words that are proven. */
import type { Hex } from "../../ledger/hex.js";
import { zeroAddress } from "../../ledger/hex.js";
import { type AttestationIdParts, attestationId, legalIdDigest, statementKindId } from "../../ledger/ids.js";
import * as slots from "../../ledger/slots.js";
import { accreditationWord, addressWord, attestationWord } from "../../ledger/slotWords.js";
import type { Address, AttestationId } from "../../store/model.js";
import type { StatementAsked } from "../document/partyQuestions.js";
import type { QuestionOf } from "../document/questions.js";
import type { Asking } from "./asking.js";
import { isOver } from "./ending.js";
import { isLiving, type PartyFacts, partyFacts } from "./party.js";

/** `valid`, or the first thing that speaks against it. */
export type AttestationStanding =
  | "valid"
  | "revoked"
  | "expired"
  | "not-accredited"
  | "superseded"
  | "inactive-party";

export interface AttestationFacts {
  readonly id: AttestationId;
  readonly status: "active" | "revoked";
  /** Unix seconds at which it was last given. */
  readonly issued: number;
  /** Unix seconds: the first at which it no longer holds; 0 for no end. */
  readonly until: number;
  /** How often it was given. */
  readonly sequence: number;
  readonly registrar: PartyFacts;
  readonly party: PartyFacts;
  readonly standing: AttestationStanding;
}

export interface AttestationAnswer {
  readonly kind: "attestation";
  readonly id: AttestationId;
  /** Who is said to have attested what of whom. */
  readonly of: Omit<QuestionOf<"attestation">, "kind">;
  /** null where the registrar never attested that of the party. */
  readonly attestation: AttestationFacts | null;
}

export interface LegalIdAnswer {
  readonly kind: "legalId";
  readonly legalId: string;
  /** Who validly has it; null for nobody. */
  readonly party: Address | null;
  /** The last attestation of it, valid or not; null where there never was one. */
  readonly attestation: AttestationFacts | null;
}

export function attestationAnswer(
  asking: Asking,
  { kind, ...of }: QuestionOf<"attestation">,
): AttestationAnswer {
  const key = { registrar: of.registrar, party: of.party, ...statementWords(of.statement) };
  return { kind, id: attestationId(key), of, attestation: attestationFacts(asking, key) };
}

export function legalIdAnswer(asking: Asking, { legalId }: QuestionOf<"legalId">): LegalIdAnswer {
  const words = statementWords({ kind: "legalId", legalId });
  const { party, registrar } = bearerOf(asking, words.digest);
  const attestation = party === zeroAddress ? null : attestationFacts(asking, { registrar, party, ...words });
  return { kind: "legalId", legalId, party: attestation?.standing === "valid" ? party : null, attestation };
}

/** The kind of a legal identifier is what stands before its colon, with the colon. */
function statementWords(statement: StatementAsked): Pick<AttestationIdParts, "kind" | "digest"> {
  if (statement.kind === "document")
    return { kind: statementKindId(statement.name), digest: statement.digest };
  const { legalId } = statement;
  return {
    kind: statementKindId(legalId.slice(0, legalId.indexOf(":") + 1)),
    digest: legalIdDigest(legalId),
  };
}

function attestationFacts(asking: Asking, key: AttestationIdParts): AttestationFacts | null {
  const id = attestationId(key);
  const words = attestationWord(asking.read("attestations", slots.attestation(id)));
  const { status, issued, until, sequence } = words;
  if (status === null) return null;
  const [registrar, party] = [partyFacts(asking, key.registrar), partyFacts(asking, key.party)];
  const isActive = isLiving(registrar) && isLiving(party);
  const standing = objectionTo(asking, key, words) ?? (isActive ? "valid" : "inactive-party");
  return { id, status, issued, until, sequence, registrar, party, standing };
}

function objectionTo(
  asking: Asking,
  { registrar, party, kind, digest }: AttestationIdParts,
  { status, until, accreditation, legal }: ReturnType<typeof attestationWord>,
): AttestationStanding | null {
  const accredited = accreditationWord(asking.read("attestations", slots.accreditation(registrar, kind)));
  const bearer = legal ? bearerOf(asking, digest) : { registrar, party };
  if (status === "revoked") return "revoked";
  if (isOver(until, asking.at)) return "expired";
  const isAccredited =
    accredited.granted && accredited.epoch === accreditation && !isOver(accredited.until, asking.at);
  if (!isAccredited) return "not-accredited";
  return bearer.party === party && bearer.registrar === registrar ? null : "superseded";
}

/** Of whom the last attestation of a legal identifier was, and by whom. */
function bearerOf({ read }: Asking, digest: AttestationIdParts["digest"]) {
  const slot = slots.legalIdBearer(digest);
  const accountIn = (at: Hex): Address => addressWord(read("attestations", at));
  return { party: accountIn(slot), registrar: accountIn(slots.wordAfter(slot, 1)) };
}

/** What is proven of attestations, and what is not. */
import type { AttestationAnswer, AttestationFacts, LegalIdAnswer } from "../answers/attestation.js";
import { partyStatements } from "./parties.js";
import { type Statement, type Statements, statement, timeText } from "./statement.js";

export function attestationStatements({ id, of, attestation }: AttestationAnswer): Statements {
  const { registrar, party, statement: asked } = of;
  const what =
    asked.kind === "legalId"
      ? `that ${party} is ${asked.legalId}`
      : `a statement of the kind ${asked.name}, of the SHA-256 ${asked.digest}, of ${party}`;
  if (attestation === null)
    return {
      proven: [statement("ATTESTATION_ABSENT", `${registrar} never attested ${what}: there is no ${id}.`)],
      open: [],
    };
  return {
    proven: [statement("ATTESTATION", `${registrar} attested ${what}.`), ...factsOf(attestation)],
    open: openOf,
  };
}

export function legalIdStatements({ legalId, party, attestation }: LegalIdAnswer): Statements {
  if (attestation === null)
    return {
      proven: [statement("LEGAL_ID_FREE", `Nobody was ever attested to be ${legalId}.`)],
      open: [],
    };
  return {
    proven: [
      party === null
        ? statement("LEGAL_ID_FREE", `No valid attestation says of anybody to be ${legalId}.`)
        : statement(
            "LEGAL_ID",
            `${legalId} is ${party}, by the word of ${attestation.registrar.party}, and nobody else.`,
          ),
      statement(
        "ATTESTATION",
        `The last attestation of it is of ${attestation.party.party}, by ${attestation.registrar.party}.`,
      ),
      ...factsOf(attestation),
    ],
    open: openOf,
  };
}

function factsOf({ issued, until, sequence, standing, registrar, party }: AttestationFacts): Statement[] {
  const end = until === 0 ? "without end" : `until ${timeText(until)}`;
  return [
    statement("ATTESTATION_GIVEN", `It was last given at ${timeText(issued)}, ${end} (giving ${sequence}).`),
    statement("ATTESTATION_STANDING", standingText[standing]),
    ...partyStatements(registrar),
    ...partyStatements(party),
  ];
}

const standingText = {
  valid: "At the block's time it is valid.",
  revoked: "It is not valid: its registrar took it back.",
  expired: "It is not valid: its end is past.",
  "not-accredited": "It is not valid: its registrar's accreditation has ended or is another one.",
  superseded: "It is not valid: the legal identifier was attested anew since.",
  "inactive-party": "It is not valid: its registrar or its party is deactivated.",
} as const satisfies Record<AttestationFacts["standing"], string>;

const openOf: readonly Statement[] = [
  statement("OPEN_TRUTH", "That what is attested is so: that is the registrar's word."),
];

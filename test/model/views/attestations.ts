import { statementKindId } from "../../../services/ledger/ids.js";
import type { AttestationKey } from "../ledger/attestations.js";
import { isLegalId, textOfAttestation } from "../ledger/attestations.js";
import type { Ledger } from "../ledger/ledger.js";
import { legalIds, possibleParties, statementKinds } from "../universe.js";
import { attestationKeyWords } from "../words/identity.js";
import { addressOf } from "../words/names.js";
import { errors, type View, values } from "./view.js";

const base = { about: "attestations", contract: "attestations" } as const;

const ofAttestation = (key: AttestationKey): readonly View[] => [
  {
    ...base,
    call: "attestationOf",
    words: () => [attestationKeyWords(key)],
    expected: ({ attestations }) => {
      const attestation = attestations.all.get(textOfAttestation(key));
      if (attestation === undefined) return values([0, 0, 0, 0, 0, false]);
      const { revoked, issued, until, sequence, accreditation } = attestation;
      return values([revoked ? 2 : 1, issued, until, sequence, accreditation, key.kind.endsWith(":")]);
    },
  },
  {
    ...base,
    call: "isValid",
    words: () => [attestationKeyWords(key)],
    expected: ({ attestations }) => {
      const attestation = attestations.all.get(textOfAttestation(key));
      return values(attestation !== undefined && attestations.isValid(attestation));
    },
  },
];

const known = new Map<string, readonly View[]>();

/** Views of all that was ever attested. */
export function attestationViews(ledger: Ledger): readonly View[] {
  return [...ledger.attestations.all].flatMap(([text, { key }]) => {
    const views = known.get(text) ?? ofAttestation(key);
    known.set(text, views);
    return views;
  });
}

export const registrarViews: readonly View[] = [
  ...possibleParties.flatMap((registrar) =>
    statementKinds.map(
      (kind): View => ({
        ...base,
        call: "accreditationOf",
        words: () => [addressOf(registrar), statementKindId(kind)],
        expected: ({ attestations }) => {
          const accreditation = attestations.accreditationOf(registrar, kind);
          if (accreditation === undefined) return values([0, 0, false]);
          const { epoch, until, granted } = accreditation;
          return values([epoch, until, granted]);
        },
      }),
    ),
  ),
  ...legalIds.map(
    (legalId): View => ({
      ...base,
      call: "partyByLegalId",
      words: () => [legalId],
      expected: ({ attestations }) => {
        if (!isLegalId(legalId)) return errors("InvalidLegalId");
        const bearer = attestations.bearerOf(legalId)?.key;
        return values(addressOf(bearer?.party ?? null), addressOf(bearer?.registrar ?? null));
      },
    }),
  ),
];

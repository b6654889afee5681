import { statementKindId } from "../../../services/ledger/ids.js";
import { textOfAttestation } from "../ledger/attestations.js";
import { legalIds, possibleParties, statementKinds } from "../universe.js";
import { addressOf, digestOf } from "../words/names.js";
import { inOrder, topic } from "./facts.js";

const accreditations = topic({
  kind: "accreditation",
  names: () =>
    possibleParties.flatMap((registrar) =>
      statementKinds.map((kind) => ({ registrar, kind, toString: () => `${registrar} ${kind}` })),
    ),
  model: ({ attestations }, { registrar, kind }) => {
    const accreditation = attestations.accreditationOf(registrar, kind);
    if (accreditation === undefined) return null;
    const { epoch, until, granted } = accreditation;
    return { kind, epoch, until, granted };
  },
  index: ({ view }, { registrar, kind }) => {
    const found = view.accreditation(addressOf(registrar), statementKindId(kind));
    if (found === null) return null;
    return { kind: found.kind, epoch: found.epoch, until: found.until, granted: found.withdrawal === null };
  },
});

const attestations = topic({
  kind: "attestations",
  names: () => possibleParties,
  model: (ledger, party) =>
    inOrder(
      [...ledger.attestations.all.values()]
        .filter(({ key }) => key.party === party)
        .map(({ key, revoked, until, sequence, accreditation }) =>
          [
            addressOf(key.registrar),
            key.kind,
            digestOf(key.statement),
            revoked,
            until,
            sequence,
            accreditation,
          ].join(),
        ),
    ),
  index: async ({ view }, party) => {
    const { items } = await view.attestationsOfParty(addressOf(party), { limit: 100 });
    return inOrder(
      items.map(({ registrar, kind, digest, status, until, sequence, accreditation }) =>
        [registrar, kind, digest, status === "revoked", until, sequence, accreditation].join(),
      ),
    );
  },
});

const bearers = topic<string>({
  kind: "bearer",
  names: () => legalIds,
  model: (ledger, legalId) => {
    const last = ledger.attestations.lastOf(legalId);
    return last === undefined ? null : textOfAttestation(last.key);
  },
  index: ({ view }, legalId) => {
    const last = view.attestationOfLegalId(legalId);
    if (last === null) return null;
    const accountOf = (address: string) => possibleParties.find((each) => addressOf(each) === address) ?? -1;
    const { registrar, party, kind } = last;
    return textOfAttestation({
      registrar: accountOf(registrar),
      party: accountOf(party),
      kind,
      statement: last.legalId ?? "",
    });
  },
});

export const attestationTopics = [accreditations, attestations, bearers];

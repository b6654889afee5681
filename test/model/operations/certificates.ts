import type { Certificate } from "../ledger/certificates.js";
import type { Ledger } from "../ledger/ledger.js";
import type { Account } from "../ledger/parties.js";
import { salts } from "../universe.js";
import { certificateWords, signatureOf } from "../words/certificates.js";
import type { Dice } from "./dice.js";
import { drawDelegation, family } from "./namespaces.js";
import type { Draw, Operation } from "./operation.js";

const submit = (certificate: Certificate, signer: Account): Operation => ({
  contract: "namespaces",
  call: "delegateByCertificate",
  words: (place) => [certificateWords(certificate), signatureOf(place, certificate, signer)],
  touches: family(certificate.prefix),
  apply: ({ certificates }) => certificates.submit(certificate, signer),
  text: `submit ${JSON.stringify(certificate)} signed by ${signer}`,
});

const cancel = (certificate: Certificate): Operation => ({
  contract: "namespaces",
  call: "cancelCertificate",
  words: () => [certificateWords(certificate)],
  touches: family(certificate.prefix),
  apply: ({ certificates }, by) => certificates.cancel(by, certificate),
  text: `cancel ${JSON.stringify(certificate)}`,
});

/** Mostly a certificate as it is good now; now and then one that was settled, or of another holding or key. */
function drawCertificate(dice: Dice, ledger: Ledger): { certificate: Certificate; holder: Account } {
  const settled = ledger.certificates.settled();
  if (settled.length > 0 && dice.chance(1, 12)) {
    const { certificate } = dice.of(settled);
    const parent = ledger.namespaces.all.get(certificate.prefix.slice(0, certificate.parentLength));
    return { certificate, holder: parent?.holder ?? 0 };
  }
  const { delegation, parent } = drawDelegation(dice, ledger);
  const holder = parent?.holder ?? 0;
  const off = () => (dice.chance(1, 20) ? 1 : 0);
  const certificate = {
    ...delegation,
    parentEpoch: (parent?.epoch ?? 1) + off(),
    controlEpoch: ledger.parties.of(holder).controlEpoch + off(),
    epoch: (ledger.namespaces.all.get(delegation.prefix)?.epoch ?? 0) + off(),
    deadline: ledger.clock.now + (dice.chance(1, 12) ? -1 : dice.below(50)),
    salt: dice.of(salts),
  };
  return { certificate, holder };
}

const drawSubmit: Draw = (dice, ledger) => {
  const { certificate, holder } = drawCertificate(dice, ledger);
  return { by: dice.account(), operation: submit(certificate, dice.keyOf(ledger, holder)) };
};

const drawCancel: Draw = (dice, ledger) => {
  const { certificate, holder } = drawCertificate(dice, ledger);
  return { by: dice.keyOf(ledger, holder), operation: cancel(certificate) };
};

export const certificateDraws: readonly (readonly [number, Draw])[] = [
  [5, drawSubmit],
  [1, drawCancel],
];

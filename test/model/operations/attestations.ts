import { statementKindId } from "../../../services/ledger/ids.js";
import type { Accreditation, AttestationKey } from "../ledger/attestations.js";
import type { Ledger } from "../ledger/ledger.js";
import type { Account } from "../ledger/parties.js";
import {
  accounts,
  administrator,
  legalIds,
  possibleParties,
  statementKinds,
  statements,
} from "../universe.js";
import { attestationKeyWords } from "../words/identity.js";
import { addressOf, digestOf } from "../words/names.js";
import type { Dice } from "./dice.js";
import type { Draw, Operation } from "./operation.js";

const accredit = (registrar: Account, kind: string, until: number): Operation => ({
  contract: "attestations",
  call: "accredit",
  words: () => [addressOf(registrar), kind, until],
  touches: ["attestations"],
  apply: ({ attestations }, by) => attestations.accredit(by, registrar, kind, until),
  text: `accredit ${registrar} for ${kind} until ${until}`,
});

const withdraw = (registrar: Account, kind: string): Operation => ({
  contract: "attestations",
  call: "withdrawAccreditation",
  words: () => [addressOf(registrar), statementKindId(kind), "why"],
  touches: ["attestations"],
  apply: ({ attestations }, by) => attestations.withdraw(by, registrar, kind),
  text: `withdraw the accreditation of ${registrar} for ${kind}`,
});

const attest = (key: AttestationKey, until: number): Operation => ({
  contract: "attestations",
  call: "attest",
  words: () => [addressOf(key.registrar), addressOf(key.party), key.kind, digestOf(key.statement), until, ""],
  touches: ["attestations"],
  apply: ({ attestations }, by) => attestations.attest(by, key, until),
  text: `attest ${JSON.stringify(key)} until ${until}`,
});

const attestLegalId = (registrar: Account, party: Account, legalId: string, until: number): Operation => ({
  contract: "attestations",
  call: "attestLegalId",
  words: () => [addressOf(registrar), addressOf(party), legalId, until, ""],
  touches: ["attestations"],
  apply: ({ attestations }, by) => attestations.attestLegalId(by, registrar, party, legalId, until),
  text: `attest as ${registrar} that ${party} is ${legalId} until ${until}`,
});

const revoke = (key: AttestationKey): Operation => ({
  contract: "attestations",
  call: "revokeAttestation",
  words: () => [attestationKeyWords(key), "why"],
  touches: ["attestations"],
  apply: ({ attestations }, by) => attestations.revoke(by, key),
  text: `revoke ${JSON.stringify(key)}`,
});

const drawAccredit: Draw = (dice, ledger) => ({
  by: dice.mostly([administrator], accounts),
  operation: accredit(
    dice.receiver(ledger),
    dice.chance(1, 15) ? "ISO" : dice.of(statementKinds),
    dice.chance(1, 2) ? 0 : dice.time(ledger),
  ),
});

const drawWithdraw: Draw = (dice, ledger) => {
  const granted = ledger.attestations.accreditations().filter((each) => each.granted);
  if (granted.length === 0 && dice.chance(5, 6)) return drawAccredit(dice, ledger);
  const { registrar, kind } = dice.mostly<Pick<Accreditation, "registrar" | "kind">>(granted, [
    { registrar: dice.party(), kind: "iso9001" },
  ]);
  return { by: dice.mostly([administrator], accounts), operation: withdraw(registrar, kind) };
};

/** Mostly one that may attest such statements. */
const drawRegistrar = (dice: Dice, ledger: Ledger, kind: string): Account =>
  dice.mostly(
    possibleParties.filter((party) => ledger.attestations.isAccredited(party, kind)),
    possibleParties,
  );

/** Whether anybody may attest such statements; where nobody may, somebody is to be accredited first, mostly. */
const canAttest = (dice: Dice, { attestations }: Ledger, kind: string): boolean =>
  possibleParties.some((party) => attestations.isAccredited(party, kind)) || dice.chance(1, 8);

const drawAttest: Draw = (dice, ledger) => {
  const kind = dice.chance(1, 20) ? "lei:" : "iso9001";
  if (!canAttest(dice, ledger, kind)) return drawAccredit(dice, ledger);
  const registrar = drawRegistrar(dice, ledger, kind);
  const party = dice.mostly(
    possibleParties.filter((each) => each !== registrar && ledger.parties.isUsable(each)),
    accounts,
  );
  const key = { registrar, party, kind, statement: dice.of(statements) };
  return { by: dice.keyOf(ledger, registrar), operation: attest(key, dice.time(ledger)) };
};

const drawAttestLegalId: Draw = (dice, ledger) => {
  if (!canAttest(dice, ledger, "lei:")) return drawAccredit(dice, ledger);
  const registrar = drawRegistrar(dice, ledger, "lei:");
  const party = dice.mostly(
    possibleParties.filter((each) => each !== registrar && ledger.parties.isUsable(each)),
    accounts,
  );
  const operation = attestLegalId(registrar, party, dice.of(legalIds), dice.time(ledger));
  return { by: dice.keyOf(ledger, registrar), operation };
};

const drawRevoke: Draw = (dice, ledger) => {
  const given = [...ledger.attestations.all.values()];
  if (given.length === 0) return drawAttest(dice, ledger);
  const standing = given.filter(({ revoked }) => !revoked);
  const { key } = dice.mostly(standing, given);
  return { by: dice.keyOf(ledger, key.registrar), operation: revoke(key) };
};

export const attestationDraws: readonly (readonly [number, Draw])[] = [
  [4, drawAccredit],
  [1, drawWithdraw],
  [4, drawAttest],
  [6, drawAttestLegalId],
  [2, drawRevoke],
];

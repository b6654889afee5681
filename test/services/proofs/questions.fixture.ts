/** Questions of every kind and outcome. */

import type { GrantKey } from "../../../services/ledger/actions/rights.js";
import { assetKindCodes } from "../../../services/ledger/enums.js";
import {
  bytesHex,
  toBatchId,
  toGrantId,
  toHash,
  toTwinId,
  zeroAddress,
} from "../../../services/ledger/hex.js";
import { grantId, scopeId } from "../../../services/ledger/ids.js";
import { subjectWords } from "../../../services/ledger/subjectWords.js";
import type { GrantParts } from "../../../services/proofs/document/rightQuestions.js";
import type { Question } from "../../../services/proofs/index.js";
import { batches, digestOf, grantOf, officeNumber, twins } from "../ledger/filled.fixture.js";
import { described, listed, names, type ProvenLedger, salt } from "./proven.fixture.js";

const record = (identifier: string): Question => ({
  kind: "record",
  scheme: "gs1",
  identifier,
  content: null,
});

export const describedQuestion = {
  kind: "record",
  scheme: "gs1",
  identifier: names.described,
  content: {
    subjectKind: "twin",
    subject: toHash(subjectWords(described.subject).id),
    linkset: bytesHex(described.linkset),
  },
} as const satisfies Question;

export function memberOf({ list, memberProofs }: ProvenLedger, identifier: string): Question {
  const proof = memberProofs.get(identifier);
  if (proof === undefined) throw new Error(`${identifier} is not in the list.`);
  const { manifest, count, index, contentDigest, path } = proof;
  const shown = { manifest, count: `${count}`, index: `${index}`, contentDigest, path: path.map(toHash) };
  return { kind: "member", scheme: "gs1", identifier, batch: list, proof: shown };
}

const inRange = (identifier: string): Question => ({
  kind: "member",
  scheme: "gs1",
  identifier,
  batch: batches.rule,
  proof: null,
});

/** What a grant's id is made of, in the first holding of its asset. */
export function partsOf({ asset, scope, grantee, survivesSale, terms, parent }: GrantKey): GrantParts {
  return {
    assetKind: asset.kind,
    asset: toHash(asset.id),
    assetEpoch: survivesSale ? 0 : 1,
    scope,
    grantee: grantee.kind === "blinded" ? { ...grantee, opening: null } : grantee,
    terms,
    parent,
  };
}

const lasting = ({ asset, scope, ...key }: GrantKey) =>
  grantId({
    ...key,
    assetKind: assetKindCodes[asset.kind],
    asset: asset.id,
    assetEpoch: 0,
    scope: scopeId(scope),
  });

const nothing = digestOf("nothing");
const noBatch: Question = {
  kind: "member",
  scheme: "gs1",
  identifier: listed.plain,
  batch: toBatchId(nothing),
  proof: null,
};

/** By what they are about. */
export function questionsOf(ledger: ProvenLedger): Readonly<Record<string, Question>> {
  const { maker, partner, machine, grantKey, sublicenceKey, hiddenKey } = ledger;
  const hidden = partsOf(hiddenKey);
  const { grantee } = hidden;
  const opened: GrantParts =
    grantee.kind === "blinded"
      ? { ...hidden, grantee: { ...grantee, opening: { party: partner.address, salt: toHash(salt) } } }
      : hidden;
  return {
    "a suspended record": record(names.suspended),
    "a locked record": record(names.locked),
    "a record and its content": describedQuestion,
    "a record of a lapsed namespace": record(names.lapsed),
    "a record that a list's member became": record(listed.recorded),
    "no record": record(names.free),
    "no record, in a lapsed namespace": record(names.freeInLapsed),
    "no record, in a suspended namespace": record(names.freeInSuspended),
    "no record, in a range": record(names.inRange),
    "no record, beyond a range": record(names.beyondRange),
    "no record, without a number": record(names.noNumber),
    "no record, of a scheme with a root alone": {
      kind: "record",
      scheme: "handle",
      identifier: "88.101.0042/a",
      content: null,
    },
    "a member of a range": inRange(names.inRange),
    "a revoked member of a range": inRange(names.revokedInRange),
    "no member of a range": inRange(names.beyondRange),
    "a member of a list": memberOf(ledger, listed.plain),
    "a revoked member of a list": memberOf(ledger, listed.revoked),
    "a member of a list with a record": memberOf(ledger, listed.recorded),
    "no batch": noBatch,
    "a party": { kind: "party", party: maker.address },
    "a frozen party that somebody else controls": { kind: "party", party: machine.address },
    "no party": { kind: "party", party: zeroAddress },
    "a twin": { kind: "twin", twin: twins.assembly },
    "a frozen twin": { kind: "twin", twin: twins.part },
    "no twin": { kind: "twin", twin: toTwinId(nothing) },
    "a right": { kind: "grant", grant: grantOf(grantKey), parts: partsOf(grantKey) },
    "a right, by its id alone": { kind: "grant", grant: grantOf(grantKey), parts: null },
    "a frozen sub-licence": { kind: "grant", grant: grantOf(sublicenceKey), parts: partsOf(sublicenceKey) },
    "a right of somebody hidden": { kind: "grant", grant: lasting(hiddenKey), parts: hidden },
    "a right of somebody hidden who is shown": { kind: "grant", grant: lasting(hiddenKey), parts: opened },
    "no right": { kind: "grant", grant: toGrantId(nothing), parts: null },
    "the freezes of a party": {
      kind: "freezes",
      thing: { kind: "party", id: machine.address },
      offices: [officeNumber],
    },
    "the freezes of a twin, without the office": {
      kind: "freezes",
      thing: { kind: "twin", id: toHash(twins.part) },
      offices: [],
    },
    "the freezes of a right": {
      kind: "freezes",
      thing: { kind: "grant", id: toHash(grantOf(sublicenceKey)) },
      offices: [officeNumber, 8],
    },
    "no freezes": {
      kind: "freezes",
      thing: { kind: "twin", id: toHash(twins.assembly) },
      offices: [officeNumber],
    },
  };
}

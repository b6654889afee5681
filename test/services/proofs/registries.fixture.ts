/** What the registries themselves answer to a question, in the words of the proofs. */
import { ledgerContracts } from "../../../services/ledger/contracts.js";
import { grantStatusOf } from "../../../services/ledger/enums.js";
import { LedgerError } from "../../../services/ledger/errors.js";
import { toAddress } from "../../../services/ledger/hex.js";
import { recordId, schemeId } from "../../../services/ledger/ids.js";
import { noProof } from "../../../services/ledger/merkle/proof.js";
import { readBatch, readMember, readRange } from "../../../services/ledger/reads/batches.js";
import { readRecord } from "../../../services/ledger/reads/identifiers.js";
import { readParty } from "../../../services/ledger/reads/parties.js";
import { readFreeze, readFreezeCount } from "../../../services/ledger/reads/supervision.js";
import { readTwin } from "../../../services/ledger/reads/twins.js";
import type { Answer, Question } from "../../../services/proofs/index.js";
import type { DeployedLedger } from "../../fixtures/ledger.js";

type OfKind<Kind extends Answer["kind"]> = Extract<Answer, { kind: Kind }>;
type Asked<Kind extends Question["kind"]> = Extract<Question, { kind: Kind }>;

/** The part of an answer that a registry answers too. */
export function told(answer: Answer): unknown {
  switch (answer.kind) {
    case "record":
      return toldOfRecord(answer);
    case "member":
      return { owner: answer.batch?.owner.party ?? null, status: memberStatus(answer.member?.status) };
    case "party":
      return (
        answer.registered && {
          kind: answer.registered,
          controller: answer.controller,
          epoch: answer.controlEpoch,
        }
      );
    case "twin": {
      if (answer.twin === null) return null;
      const { owner, epoch, kind, state, version, contentDigest } = answer.twin;
      return { owner: owner.party, epoch, kind, state, version, digest: contentDigest };
    }
    case "grant": {
      if (answer.grant === null) return null;
      const { status, from, until, sequence } = answer.grant;
      return { status, from, until, sequence };
    }
    case "freezes":
      return { offices: answer.offices, freezes: answer.freezes };
  }
}

function toldOfRecord({ record, range, authority }: OfKind<"record">) {
  const issuer = authority.zone?.namespace.mayIssue && {
    prefix: authority.zone.namespace.prefix,
    holder: authority.zone.namespace.holder,
    live: authority.zone.standing === "live",
  };
  const taken = range && { use: range.use, id: range.batch };
  if (record === null) return { record, range: taken, issuer };
  const { owner, epoch, status, version, contentDigest, effective } = record;
  return {
    record: {
      owner: owner.party,
      epoch,
      status,
      version,
      digest: contentDigest,
      live: effective === "active",
    },
    issuer,
  };
}

const memberStatus = (status: string | undefined): string | null =>
  status?.startsWith("namespace-") ? "suspended" : status === "active" ? "live" : (status ?? null);

/** What the registries say at the last block. @param answer Names the namespace to ask for. */
export async function asked(ledger: DeployedLedger, question: Question, answer: Answer): Promise<unknown> {
  const { provider, deployment } = ledger;
  switch (question.kind) {
    case "record":
      return answer.kind === "record" ? askedForRecord(ledger, question, answer) : null;
    case "member": {
      const { batch, identifier, proof, scheme } = question;
      const name = { scheme: schemeId(scheme), identifier };
      const shown =
        proof === null ? noProof : { ...proof, index: BigInt(proof.index), count: BigInt(proof.count) };
      const member = await readMember(provider, deployment, batch, name, shown);
      return {
        owner: (await readBatch(provider, deployment, batch))?.owner ?? null,
        status: member?.status ?? null,
      };
    }
    case "party": {
      const party = await readParty(provider, deployment, question.party);
      return party && { kind: party.kind, controller: party.controller, epoch: party.controlEpoch };
    }
    case "twin":
      return readTwin(provider, deployment, question.twin);
    case "grant": {
      const grant = await ledgerContracts(deployment, provider).rights.grantOf(question.grant);
      if (grant.status === 0n) return null;
      const [from, until, sequence] = [grant.from, grant.until, grant.sequence].map(Number);
      return { status: grantStatusOf(Number(grant.status)), from, until, sequence };
    }
    case "freezes":
      return askedForFreezes(ledger, question);
  }
}

async function askedForRecord(
  { provider, deployment }: DeployedLedger,
  { scheme, identifier }: Asked<"record">,
  { authority }: OfKind<"record">,
) {
  const { identifiers, namespaces } = ledgerContracts(deployment, provider);
  const name = { scheme: schemeId(scheme), identifier };
  const prefix = authority.zone?.namespace.prefix ?? "";
  const issuer = await namespaces.issuerOf(name.scheme, identifier, prefix.length).then(
    ({ holder, live }) => ({ prefix, holder: toAddress(holder), live }),
    (error: unknown) => {
      if (error instanceof LedgerError && error.details.error === "MayNotIssue") return false;
      throw error;
    },
  );
  const found = await readRecord(provider, deployment, recordId(name.scheme, identifier));
  if (found === null)
    return { record: null, range: await readRange(provider, deployment, name.scheme, identifier), issuer };
  const { owner, epoch, status, version, digest } = found;
  return { record: { owner, epoch, status, version, digest, live: await identifiers.isLive(name) }, issuer };
}

async function askedForFreezes(
  { provider, deployment }: DeployedLedger,
  { thing, offices }: Asked<"freezes">,
) {
  const freezes = await Promise.all(
    offices.map(async (office) => {
      const freeze = await readFreeze(provider, deployment, thing, office);
      return freeze === null ? [] : [{ office, ...freeze }];
    }),
  );
  return { offices: await readFreezeCount(provider, deployment, thing), freezes: freezes.flat() };
}

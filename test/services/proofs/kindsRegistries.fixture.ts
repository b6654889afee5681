/** What the registries themselves answer at a block, by `eth_call`, in the words of the proofs. */
import { MaxUint256 } from "ethers";
import { ledgerContracts } from "../../../services/ledger/contracts.js";
import { relationKindCode } from "../../../services/ledger/enums.js";
import { toAddress, toDigest, zeroAddress, zeroWord } from "../../../services/ledger/hex.js";
import { legalIdDigest, schemeId, statementKindId } from "../../../services/ledger/ids.js";
import { readBatch } from "../../../services/ledger/reads/batches.js";
import { readNamespace } from "../../../services/ledger/reads/namespaces.js";
import { readLine, readQuantity, readUses } from "../../../services/ledger/reads/twinParts.js";
import { readTwin } from "../../../services/ledger/reads/twins.js";
import type { Answer, Question } from "../../../services/proofs/index.js";
import type { DeployedLedger } from "../../fixtures/ledger.js";

type OfKind<Kind extends Question["kind"]> = Extract<Question, { kind: Kind }>;

/** The part of an answer that a registry answers too. */
export function toldOf(answer: Answer): unknown {
  switch (answer.kind) {
    case "quota":
      return {
        issued: answer.quota?.issued ?? "0",
        consumed: answer.quota?.consumed ?? "0",
        balances: answer.holdings.map(({ holder, units }) => [holder.party, units]),
      };
    case "allowance":
      return { units: answer.units, operator: answer.operator };
    case "anchor":
      return answer.anchoredAt ?? 0;
    case "guardians":
      return { present: answer.present?.guardians ?? [], next: answer.next?.guardians ?? [] };
    case "group":
      return {
        owner: answer.group?.owner.party ?? zeroAddress,
        size: answer.group?.size ?? 0,
        members: answer.members.map(({ party, member }) => [party, member]),
      };
    case "attestation":
      return {
        sequence: answer.attestation?.sequence ?? 0,
        valid: answer.attestation?.standing === "valid",
      };
    case "legalId":
      return answer.party;
    case "relation":
      return {
        inForce: answer.inForce,
        epoch: answer.epoch,
        since: answer.since,
        organisation: answer.organisation,
      };
    case "did":
      return {
        owner: answer.identity.controller ?? zeroAddress,
        changed: answer.changed,
        valid: answer.delegates.map(({ delegate, valid }) => [delegate, valid]),
      };
    case "derivation":
      return {
        line: {
          parents: answer.parents.map(({ id }) => id),
          depth: answer.depth,
          closed: answer.closed,
          children: answer.children,
        },
        owner: answer.twin?.owner.party ?? null,
      };
    case "composition":
      return {
        uses: { components: answer.listed, assemblies: answer.assemblies },
        quantities: answer.components.map(({ id, quantity }) => [id, quantity]),
      };
    case "equivalence":
      return [answer.one, answer.other].map(({ record }) => record?.effective === "active");
    case "binding":
      return { live: answer.record.effective === "active", digest: answer.record.contentDigest };
    case "namespace":
      return {
        holder: answer.zone?.namespace.holder ?? zeroAddress,
        epoch: answer.zone?.namespace.epoch ?? 0,
        standing: answer.zone?.standing ?? null,
      };
    case "batch":
      return { owner: answer.batch?.owner.party ?? null, epoch: answer.batch?.epoch ?? null };
    case "bundle":
      return (
        answer.bundle && {
          anchoredAt: answer.bundle.anchoredAt,
          count: answer.bundle.count,
          supersededBy: answer.bundle.supersededBy,
        }
      );
    case "sealed":
      return {
        owner: answer.record?.owner.party ?? zeroAddress,
        version: answer.record?.version ?? 0,
        live: answer.record?.effective === "active",
        disclosed: answer.record !== null && answer.disclosed !== null,
      };
    default:
      throw new Error(`Asked elsewhere: ${answer.kind}`);
  }
}

/** What the registries say at the end of a block. */
export async function askedAt(ledger: DeployedLedger, question: Question, block: number): Promise<unknown> {
  const at = { blockTag: block };
  const { deployment, provider } = ledger;
  const to = ledgerContracts(deployment, provider);
  switch (question.kind) {
    case "quota": {
      const { issued, consumed } = await to.quotas.quotaOf(question.quota, at);
      const holders = [...question.holders].sort();
      const units = await Promise.all(holders.map((one) => to.quotas.balanceOf(one, question.quota, at)));
      const balances = holders.map((one, place) => [one, String(units[place])]);
      return { issued: String(issued), consumed: String(consumed), balances };
    }
    case "allowance": {
      const { holder, spender, quota } = question;
      const units = await to.quotas.allowance(holder, spender, quota, at);
      const operator = await to.quotas.isOperator(holder, spender, at);
      return { units: units === MaxUint256 ? null : String(units), operator };
    }
    case "anchor":
      return Number(await to.evidence.anchorOf(question.digest, question.author, at));
    case "guardians": {
      const { present, next } = await to.parties.guardiansOf(question.party, at);
      return { present: present.guardians.map(toAddress), next: next.guardians.map(toAddress) };
    }
    case "group": {
      const { owner, size } = await to.groups.groupOf(question.group, at);
      const parties = [...question.members].sort();
      const are = await Promise.all(parties.map((one) => to.groups.isMember(question.group, one, at)));
      const members = parties.map((one, place) => [one, are[place]]);
      return { owner: toAddress(owner), size: Number(size), members };
    }
    case "attestation": {
      const key = attestationKey(question);
      const { sequence } = await to.attestations.attestationOf(key, at);
      return { sequence: Number(sequence), valid: await to.attestations.isValid(key, at) };
    }
    case "legalId": {
      const [party] = await to.attestations.partyByLegalId(question.legalId, at);
      return party === zeroAddress ? null : toAddress(party);
    }
    case "relation": {
      const { kind, party, subject } = question.sides;
      const key = { kind: relationKindCode(kind), party, subject: `0x${subject.slice(2).padStart(64, "0")}` };
      const { inForce, epoch, since } = await to.relations.relationOf(key, at);
      const [of] = kind === "membership" ? await to.relations.organisationOf(subject, at) : [zeroAddress];
      const organisation = of === zeroAddress ? null : toAddress(of);
      return { inForce, epoch: Number(epoch), since: Number(since), organisation };
    }
    case "did": {
      const { identity } = question;
      const delegates = [...question.delegates].sort((one, other) =>
        one.delegate < other.delegate ? -1 : 1,
      );
      const valid = await Promise.all(
        delegates.map(({ type, delegate }) => to.parties.validDelegate(identity, type, delegate, at)),
      );
      return {
        owner: toAddress(await to.parties.identityOwner(identity, at)),
        changed: String(await to.parties.changed(identity, at)),
        valid: delegates.map(({ delegate }, place) => [delegate, valid[place]]),
      };
    }
    case "derivation":
      return {
        line: await readLine(provider, deployment, question.twin, block),
        owner: (await readTwin(provider, deployment, question.twin, block))?.owner ?? null,
      };
    case "composition": {
      const quantities = question.components.map(async (one) => [
        one,
        await readQuantity(provider, deployment, question.twin, one, block),
      ]);
      return {
        uses: await readUses(provider, deployment, question.twin, block),
        quantities: await Promise.all(quantities),
      };
    }
    case "equivalence":
      return await Promise.all([question.one, question.other].map((one) => isLive(ledger, one, block)));
    case "binding": {
      const id = await to.identifiers.recordId(schemeId(question.scheme), question.identifier);
      const { digest } = await to.identifiers.recordOf(id, at);
      return { live: await isLive(ledger, question, block), digest };
    }
    case "namespace": {
      const state = await readNamespace(provider, deployment, question, block);
      return {
        holder: state?.holder ?? zeroAddress,
        epoch: state?.epoch ?? 0,
        standing: state?.standing ?? null,
      };
    }
    case "batch": {
      const batch = await readBatch(provider, deployment, question.batch, block);
      return { owner: batch?.owner ?? null, epoch: batch?.epoch ?? null };
    }
    case "bundle": {
      const { anchoredAt, count, supersededBy } = await to.evidence.bundleOf(
        question.root,
        question.author,
        at,
      );
      return anchoredAt === 0n
        ? null
        : {
            anchoredAt: Number(anchoredAt),
            count: Number(count),
            supersededBy: supersededBy === zeroWord ? null : toDigest(supersededBy),
          };
    }
    case "sealed":
      return await sealedAt(ledger, question, block);
    default:
      throw new Error(`Asked elsewhere: ${question.kind}`);
  }
}

function attestationKey({ registrar, party, statement }: OfKind<"attestation">) {
  return statement.kind === "document"
    ? { registrar, party, kind: statementKindId(statement.name), digest: statement.digest }
    : { registrar, party, kind: statementKindId("lei:"), digest: legalIdDigest(statement.legalId) };
}

async function isLive(
  { deployment, provider }: DeployedLedger,
  { scheme, identifier }: Pick<OfKind<"record">, "scheme" | "identifier">,
  block: number,
): Promise<boolean> {
  const { identifiers } = ledgerContracts(deployment, provider);
  return await identifiers.isLive({ scheme: schemeId(scheme), identifier }, { blockTag: block });
}

async function sealedAt({ deployment, provider }: DeployedLedger, question: OfKind<"sealed">, block: number) {
  const { sealedRecords } = ledgerContracts(deployment, provider);
  const at = { blockTag: block };
  const { disclosure, prefix, seal } = question;
  const scheme = schemeId(question.scheme);
  const id = await sealedRecords.sealedId(
    await ledgerContracts(deployment, provider).namespaces.namespaceId(scheme, prefix),
    seal,
  );
  const { owner, version } = await sealedRecords.recordOf(id, at);
  return {
    owner: toAddress(owner),
    version: Number(version),
    live: await sealedRecords.isLive({ scheme, prefix, seal }, at),
    disclosed:
      disclosure !== null &&
      (await sealedRecords.verifyDisclosure(id, scheme, disclosure.identifier, disclosure.salt, at)),
  };
}

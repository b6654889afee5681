/** Holds an answer about a batch's member that has no record of its own against the chain. */
import type { Identifier } from "../../identifiers/identifier.js";
import { isLedgerIdentifier } from "../../identifiers/index.js";
import { toBatchId } from "../../ledger/hex.js";
import { schemeId } from "../../ledger/ids.js";
import { noProof } from "../../ledger/merkle/proof.js";
import { readBatch, readMember } from "../../ledger/reads/batches.js";
import { issuedUnder } from "../ledger/locate.js";
import type { ReadContent } from "../ledger/recordContent.js";
import type { LedgerSession } from "../ledger/session.js";
import type { MemberAnswer } from "./answer.js";
import { blockFindings, blocksBehind, type Check, named } from "./check.js";
import { linkFindings } from "./checkLinks.js";
import { type Finding, finding, none } from "./finding.js";
import { readMemberProof } from "./manifests.js";

const notCompared = [
  "names of parties",
  "the member's place in its batch",
  "links of the batch's list",
  "titles, types and languages of links",
  "finality",
] as const;

/** A member has no links but those of its list and of its coarser levels. */
const noContent: ReadContent = { subject: { kind: "none" }, linkset: {} };

export async function checkMember(
  session: LedgerSession,
  resolverUrl: string,
  asked: Identifier,
  answer: MemberAnswer,
): Promise<Check> {
  return {
    findings: await memberFindings(session, resolverUrl, asked, answer),
    notCompared,
    behind: await blocksBehind(session, answer.asOf),
  };
}

async function memberFindings(
  session: LedgerSession,
  resolverUrl: string,
  asked: Identifier,
  answer: MemberAnswer,
): Promise<readonly Finding[]> {
  const { asOf, authority, identifier, owner } = answer;
  const said = finding("identifier asked for", `${identifier.scheme} ${identifier.canonical}`, named(asked));
  const first = [...(await blockFindings(session, asOf)), said];
  if (!isLedgerIdentifier(asked) || first.some(({ match }) => !match)) return first;
  const { provider, deployment } = session;
  const id = toBatchId(answer.batch.id);
  const name = { scheme: schemeId(asked.scheme), identifier: asked.canonical };
  const batch = await readBatch(provider, deployment, id, asOf.number);
  // What a list names is shown by a proof, which the chain judges.
  const proof =
    answer.batch.kind === "rule" ? noProof : await readMemberProof(resolverUrl, id, asked.canonical);
  const member = proof && (await readMember(provider, deployment, id, name, proof, asOf.number));
  if (batch === null || member === null) return [...first, finding("batch", id, none)];
  const namespace = await issuedUnder(session, asked, batch.prefixLength, asOf.number);
  const { holder, standing, answersSince } = namespace.state;
  const former = batch.namespaceEpoch < answersSince;
  const status =
    member.status === "suspended" ? `namespace-${former ? "lapsed" : standing}` : statusTexts[member.status];
  return [
    ...first,
    finding("authority", authority.namespace, namespace.state.id),
    finding("prefix", authority.prefix, namespace.prefix),
    finding("holder of the prefix", authority.holder.address, holder),
    finding("status of the prefix", authority.status, standing),
    finding("owner", owner.address, member.owner),
    finding("status", answer.batch.status, status),
    ...(await linkFindings(session, asked, answer, status === "active" ? noContent : null)),
  ];
}

/** The chain's words for a member's status in those of the resolver. */
const statusTexts = { live: "active", revoked: "revoked", recorded: "recorded" } as const;

/**
 * Holds a resolver's answer against the chain at the answer's own block: what an auditor does who trusts a node of their
 * own and not the resolver.
 */

import { z } from "zod";
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { isLedgerIdentifier, parseIdentifier } from "../../identifiers/index.js";
import { ledgerContracts } from "../../ledger/contracts.js";
import { hashSchema, toBatchId, toTwinId } from "../../ledger/hex.js";
import { schemeId } from "../../ledger/ids.js";
import { noProof } from "../../ledger/merkle/proof.js";
import { readMember } from "../../ledger/reads/batches.js";
import { readTwin } from "../../ledger/reads/twins.js";
import { CliError } from "../errors.js";
import { type Located, locate } from "../ledger/locate.js";
import { type ReadContent, readContent } from "../ledger/recordContent.js";
import type { LedgerSession } from "../ledger/session.js";
import type { Answer, MemberAnswer } from "./client.js";

export interface Finding {
  readonly what: string;
  readonly resolver: string;
  readonly chain: string;
  readonly match: boolean;
}

const none = "none";

/** Compares each fact of the answer. */
export async function checkAnswer(session: LedgerSession, answer: Answer): Promise<readonly Finding[]> {
  const { number, hash } = answer.asOf;
  const block = finding("block", hash, await blockHash(session, number));
  // On another chain or fork nothing else can be compared.
  if (!block.match) return [block];
  const identifier = ledgerIdentifier(answer.record.canonical, answer.record.scheme);
  const located = await locate(session, identifier, number);
  const content = located.record === null ? null : await readContent(session, located.record, number);
  return [
    block,
    ...authorityFindings(answer, located),
    ...recordFindings(answer, located),
    finding("stands for", subjectText(answer), subjectOf(content)),
    ...(answer.record.status === "active" ? [finding("links", ownLinks(answer), linksOf(content))] : []),
    ...(await twinFindings(session, answer)),
    ...(await rightFindings(session, answer)),
  ];
}

/** Compares an answer about a batch's member that has no record. */
export async function checkMember(session: LedgerSession, answer: MemberAnswer): Promise<readonly Finding[]> {
  const { number, hash } = answer.asOf;
  const block = finding("block", hash, await blockHash(session, number));
  if (!block.match) return [block];
  const { provider, deployment } = session;
  const { scheme, canonical } = answer.identifier;
  const name = { scheme: schemeId(scheme), identifier: canonical };
  const batch = toBatchId(answer.batch.id);
  const found = await readMember(provider, deployment, batch, name, noProof, number);
  return [
    block,
    finding("owner", answer.owner.address, found?.owner ?? none),
    finding("status", answer.batch.status, found === null ? none : memberStatusText[found.status]),
  ];
}

/** The chain's words for a member's status in those of the resolver. */
const memberStatusText = {
  live: "active",
  suspended: "namespace-suspended",
  revoked: "revoked",
  recorded: "recorded",
} as const;

/** For an identifier that the resolver does not know: whether the chain knows it either. */
export async function checkUnknown(
  session: LedgerSession,
  identifier: LedgerIdentifier,
  asOf: { readonly number: number; readonly hash: string },
): Promise<readonly Finding[]> {
  const block = finding("block", asOf.hash, await blockHash(session, asOf.number));
  if (!block.match) return [block];
  const { record } = await locate(session, identifier, asOf.number);
  return [block, finding("record", none, record?.id ?? none)];
}

function ledgerIdentifier(canonical: string, scheme: LedgerIdentifier["scheme"]): LedgerIdentifier {
  const identifier = parseIdentifier(canonical, { scheme });
  if (isLedgerIdentifier(identifier)) return identifier;
  throw new CliError("CLI_RESOLVER_MALFORMED", `The resolver's record has the scheme ${identifier.scheme}.`);
}

function finding(what: string, resolver: string | number, chain: string | number): Finding {
  return { what, resolver: String(resolver), chain: String(chain), match: resolver === chain };
}

async function blockHash({ provider }: LedgerSession, number: number): Promise<string> {
  const schema = z.object({ hash: hashSchema }).nullable();
  const block = await provider.client.rpc(
    "eth_getBlockByNumber",
    [`0x${number.toString(16)}`, false],
    schema,
  );
  return block?.hash ?? "no such block";
}

function authorityFindings({ authority }: Answer, { authority: found }: Located): readonly Finding[] {
  return [
    finding("authority", authority.namespace, found?.state.id ?? none),
    finding("holder of the prefix", authority.holder.address, found?.state.holder ?? none),
    finding("prefix", authority.status, found?.state.standing ?? none),
  ];
}

function recordFindings({ record, owner }: Answer, { record: found }: Located): readonly Finding[] {
  const status =
    found &&
    (found.namespace.state.standing === "live" || found.state.status === "retired"
      ? found.state.status
      : `namespace-${found.namespace.state.standing}`);
  return [
    finding("record", record.id, found?.id ?? none),
    finding("owner", owner.address, found?.state.owner ?? none),
    finding("status", record.status, status ?? none),
    finding("version", record.version, found?.state.version ?? none),
    finding("digest", record.digest, found?.state.digest ?? none),
  ];
}

function subjectText({ subject }: Answer): string {
  switch (subject.kind) {
    case "none":
      return none;
    case "twin":
      return `twin ${subject.twin.id}`;
    case "party":
      return `party ${subject.party.address}`;
    case "record":
      return `record ${subject.record.id}`;
  }
}

function subjectOf(content: ReadContent | null): string {
  if (content === null || content.subject.kind === "none") return none;
  return `${content.subject.kind} ${content.subject.id}`;
}

/** Targets of the record's own links; the resolver shows relations in one spelling, so targets are what is compared. */
function ownLinks({ links }: Answer): string {
  return targets(links.filter(({ inheritedFrom }) => inheritedFrom === undefined).map(({ href }) => href));
}

function linksOf(content: ReadContent | null): string {
  const all = Object.values(content?.linkset ?? {}).flat();
  return targets(all.map(({ href }) => href).filter((href) => /^https?:/i.test(href)));
}

const targets = (hrefs: readonly string[]): string => [...new Set(hrefs)].sort().join(" ") || none;

async function twinFindings(
  { provider, deployment }: LedgerSession,
  { subject, asOf }: Answer,
): Promise<readonly Finding[]> {
  if (subject.kind !== "twin") return [];
  const { twin } = subject;
  const state = await readTwin(provider, deployment, toTwinId(twin.id), asOf.number);
  return [
    finding("twin's owner", twin.owner.address, state?.owner ?? none),
    finding("twin's version", twin.version.number, state?.version ?? none),
    finding("twin's content", twin.digest, state?.digest ?? none),
  ];
}

async function rightFindings(
  { provider, deployment }: LedgerSession,
  answer: Answer,
): Promise<readonly Finding[]> {
  const { rights } = ledgerContracts(deployment, provider);
  return Promise.all(
    answer.rights.map(async ({ grant }) => {
      const { status } = await rights.grantOf(grant, { blockTag: answer.asOf.number });
      return finding(
        `right ${grant.slice(0, 10)}…`,
        "active",
        ["none", "active", "revoked"][Number(status)] ?? none,
      );
    }),
  );
}

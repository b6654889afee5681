/**
 * Holds a resolver's answer against the question and against the chain at the answer's own block: what an auditor does who
 * trusts a node of their own and not the resolver.
 */

import { z } from "zod";
import { IdentifierError } from "../../identifiers/errors.js";
import type { Identifier, LedgerIdentifier } from "../../identifiers/identifier.js";
import { globalAssetId, isLedgerIdentifier, parseIdentifier } from "../../identifiers/index.js";
import { hashSchema, toTwinId } from "../../ledger/hex.js";
import { type LicenceState, readAuthor, readLicence } from "../../ledger/reads/twinParts.js";
import { readTwin } from "../../ledger/reads/twins.js";
import type { Subject } from "../../store/model.js";
import { type Located, locate, rangeAround } from "../ledger/locate.js";
import { readContent } from "../ledger/recordContent.js";
import type { LedgerSession } from "../ledger/session.js";
import type { Answer, AsOf } from "./answer.js";
import { agreedEquivalents, equivalentFindings, lenderOf } from "./checkEquivalents.js";
import { freezeFindings } from "./checkFreezes.js";
import { linkFindings } from "./checkLinks.js";
import { rightFindings } from "./checkRights.js";
import { type Finding, finding, none } from "./finding.js";
import { effectiveStatus } from "./status.js";
import { contentSubjectText, subjectText } from "./subjectText.js";

/** What a check found, and what it did not look at. */
export interface Check {
  readonly findings: readonly Finding[];
  readonly notCompared: readonly string[];
  /** Blocks from the answer's to the node's head. */
  readonly behind: number;
}

/** The chain holds digests, states and grants; these it holds only in events or not at all. */
const notCompared = [
  "names of parties, twins and offices",
  "titles, types and languages of links",
  "rights that the answer leaves out",
  "finality",
] as const;

/** Compares each fact of the answer to what was asked. */
export async function checkAnswer(session: LedgerSession, asked: Identifier, answer: Answer): Promise<Check> {
  const self = isLedgerIdentifier(asked);
  return {
    findings: await answerFindings(session, asked, answer),
    notCompared: self ? notCompared : [...notCompared, "whether others claim the identifier too"],
    behind: await blocksBehind(session, answer.asOf),
  };
}

async function answerFindings(
  session: LedgerSession,
  asked: Identifier,
  answer: Answer,
): Promise<readonly Finding[]> {
  const { asOf, record } = answer;
  const block = await blockFindings(session, asOf);
  const expected = expectedRecord(asked, answer);
  const said = `${record.scheme} ${record.canonical}`;
  const wanted = expected === null ? `aas OWNER/globalAssetId/… of ${asked.canonical}` : named(expected);
  const first = [...block, finding("identifier asked for", said, wanted)];
  // On another chain or fork, or of another identifier, nothing else can be compared.
  if (expected === null || first.some(({ match }) => !match)) return first;
  const located = await locate(session, expected, asOf.number);
  const found = located.record;
  const content = found === null ? null : await readContent(session, found, asOf.number);
  const passing = found !== null && effectiveStatus(found) === "active" ? content : null;
  const agreed = found === null ? [] : await agreedEquivalents(session, found, asOf.number);
  const own: Subject = content?.subject ?? { kind: "none" };
  const lender = found === null ? undefined : lenderOf(found, own, agreed);
  const subject = lender?.side.content.subject ?? own;
  return [
    ...first,
    ...authorityFindings(answer, located),
    ...recordFindings(answer, located),
    finding("stands for", subjectText(answer.subject), contentSubjectText(subject)),
    finding("as is said by", answer.subjectSharedBy ?? none, lender?.uri ?? none),
    ...(await equivalentFindings(session, answer, agreed)),
    ...(await linkFindings(session, expected, answer, passing)),
    ...(await twinFindings(session, answer)),
    ...(await rightFindings(session, answer, assetsOf(located, subject))),
    ...(await freezeFindings(session, answer, located, subject)),
  ];
}

/** For an identifier that the resolver does not know: whether the chain knows it either. */
export async function checkUnknown(
  session: LedgerSession,
  asked: Identifier,
  said: { readonly scheme: string; readonly canonical: string },
  asOf: AsOf,
): Promise<Check> {
  const first = [
    ...(await blockFindings(session, asOf)),
    finding("identifier asked for", `${said.scheme} ${said.canonical}`, named(asked)),
  ];
  const behind = await blocksBehind(session, asOf);
  if (!isLedgerIdentifier(asked)) {
    // Any party may claim it under an id of its own, so there is no one id to look for.
    return { findings: first, notCompared: ["whether anybody claims the identifier"], behind };
  }
  if (first.some(({ match }) => !match)) return { findings: first, notCompared: [], behind };
  const { record } = await locate(session, asked, asOf.number);
  const range = await rangeAround(session, asked, asOf.number);
  const findings = [
    ...first,
    finding("record", none, record?.id ?? none),
    finding("batch", none, range?.use === "batch" ? range.id : none),
  ];
  return { findings, notCompared: [], behind };
}

/**
 * The identifier whose record answers the question: the one asked for; for a UUID or URI the asset id under which the
 * record's owner claims it. null where the answer's record is no such claim.
 */
export function expectedRecord(
  asked: Identifier,
  { record }: Pick<Answer, "record">,
): LedgerIdentifier | null {
  if (isLedgerIdentifier(asked)) return asked;
  try {
    const claim = parseIdentifier(record.canonical, { scheme: "aas" });
    return claim.scheme === "aas" ? globalAssetId(claim.owner, asked.canonical) : null;
  } catch (error) {
    if (error instanceof IdentifierError) return null;
    throw error;
  }
}

export const named = ({ scheme, canonical }: Identifier): string => `${scheme} ${canonical}`;

const blockSchema = z
  .object({ hash: hashSchema, timestamp: z.string().regex(/^0x[0-9a-f]{1,13}$/) })
  .nullable();

export async function blockFindings({ provider }: LedgerSession, asOf: AsOf): Promise<readonly Finding[]> {
  const number = `0x${asOf.number.toString(16)}`;
  const block = await provider.client.rpc("eth_getBlockByNumber", [number, false], blockSchema);
  if (block === null) return [finding("block", asOf.hash, "no such block")];
  return [
    finding("block", asOf.hash, block.hash),
    finding("time of the block", asOf.time, Number(block.timestamp)),
  ];
}

export async function blocksBehind({ provider }: LedgerSession, { number }: AsOf): Promise<number> {
  return Math.max(0, (await provider.getBlockNumber()) - number);
}

function authorityFindings({ authority }: Answer, { authority: found }: Located): readonly Finding[] {
  return [
    finding("authority", authority.namespace, found?.state.id ?? none),
    finding("prefix", authority.prefix, found?.prefix ?? none),
    finding("holder of the prefix", authority.holder.address, found?.state.holder ?? none),
    finding("status of the prefix", authority.status, found?.state.standing ?? none),
  ];
}

function recordFindings({ record, owner }: Answer, { record: found }: Located): readonly Finding[] {
  return [
    finding("record", record.id, found?.id ?? none),
    finding("owner", owner.address, found?.state.owner ?? none),
    finding("status", record.status, found === null ? none : effectiveStatus(found)),
    finding("version", record.version, found?.state.version ?? none),
    finding("digest", record.digest, found?.state.digest ?? none),
  ];
}

function assetsOf({ record }: Located, subject: Subject): ReadonlySet<string> {
  return new Set([...(record === null ? [] : [record.id]), ...(subject.kind === "twin" ? [subject.id] : [])]);
}

async function twinFindings(
  { provider, deployment }: LedgerSession,
  { subject, asOf }: Answer,
): Promise<readonly Finding[]> {
  if (subject.kind !== "twin") return [];
  const { twin } = subject;
  const id = toTwinId(twin.id);
  const state = await readTwin(provider, deployment, id, asOf.number);
  const author = await readAuthor(provider, deployment, id, asOf.number);
  const licence = await readLicence(provider, deployment, id, asOf.number);
  return [
    finding("twin's kind", twin.kind, state?.kind ?? none),
    finding("twin's state", twin.state, state?.state ?? none),
    finding("twin's author", twin.author.address, author ?? none),
    finding("twin's owner", twin.owner.address, state?.owner ?? none),
    finding("twin's version", twin.version.number, state?.version ?? none),
    finding("twin's content", twin.digest, state?.digest ?? none),
    finding("twin's licence terms", licenceText(twin.licence), licenceText(licence)),
  ];
}

const licenceText = (licence: (Omit<LicenceState, "digest"> & { digest: string | null }) | null): string =>
  licence === null ? none : `version ${licence.version}: ${licence.digest ?? none}`;

/** An answer's equivalents, and what it takes from them, against the records on the chain. */
import { handledBy } from "../../identifiers/gs1/vocabulary.js";
import { uriForm } from "../../identifiers/index.js";
import type { Subject } from "../../store/model.js";
import { readEquivalents, readSide, type Side } from "../ledger/equivalents.js";
import type { LocatedRecord } from "../ledger/locate.js";
import type { LedgerSession } from "../ledger/session.js";
import type { Answer } from "./answer.js";
import { linksWithLevels, shown } from "./checkLinks.js";
import { type Finding, finding, none } from "./finding.js";
import { effectiveStatus } from "./status.js";
import { contentSubjectText, subjectText } from "./subjectText.js";

/** An equivalent that both records state on the chain. */
export interface Agreed {
  readonly uri: string;
  readonly side: Side;
}

/** In the order in which the record states them. @param block The moment. */
export async function agreedEquivalents(
  session: LedgerSession,
  record: LocatedRecord,
  block: number,
): Promise<readonly Agreed[]> {
  const all = await readEquivalents(session, await readSide(session, record, block), block);
  return all.flatMap(({ stated, side, agreement }) =>
    side !== null && agreement === "agreed" ? [{ uri: uriForm(stated.identifier), side }] : [],
  );
}

/** The first that stands for something, for a record that stands for nothing. */
export function lenderOf({ id }: LocatedRecord, own: Subject, agreed: readonly Agreed[]): Agreed | undefined {
  if (own.kind !== "none") return undefined;
  return agreed.find(({ side: { content } }) => content.subject.kind !== "none" && content.subject.id !== id);
}

/** No equivalent may be left out or made up; of each its record, status, owner, subject, and the links that it shares. */
export async function equivalentFindings(
  session: LedgerSession,
  answer: Answer,
  agreed: readonly Agreed[],
): Promise<readonly Finding[]> {
  const { equivalents, asOf } = answer;
  const said = equivalents.map(({ uri, record, status, owner, subject }) =>
    JSON.stringify([uri, record, status, owner.address, subjectText(subject)]),
  );
  const found = agreed.map(({ uri, side: { located, content } }) =>
    JSON.stringify([
      uri,
      located.id,
      effectiveStatus(located),
      located.state.owner,
      contentSubjectText(content.subject),
    ]),
  );
  const findings = [finding("equivalents", listed(said), listed(found))];
  const sharing = new Map<string, Side | null>(sharers(answer).map((uri) => [uri, null]));
  for (const { uri, side } of agreed) sharing.set(uri, side);
  for (const [uri, side] of sharing) {
    const links = side === null ? [] : await linksWithLevels(session, side, asOf.number);
    const shared = links.filter(([rel]) => rel !== handledBy);
    findings.push(finding(`links shared by ${uri}`, shown(linksBy(answer, uri)), shown(shared)));
  }
  return findings;
}

const listed = (texts: readonly string[]): string => (texts.length === 0 ? none : texts.join(" "));

const sharers = ({ links }: Answer): readonly string[] =>
  links.flatMap(({ sharedBy }) => (sharedBy === undefined ? [] : [sharedBy]));

const linksBy = ({ links }: Answer, uri: string) =>
  links
    .filter(({ sharedBy }) => sharedBy === uri)
    .map(({ rel, href, inheritedFrom = "" }) => [rel, href, inheritedFrom]);

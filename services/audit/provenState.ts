/**
 * Which fields of a report's state a proof shows, in the words of the index's model. The ledger keeps few words of a thing: names,
 * reasons, addresses of files, and when and by whom something was done are in its events alone, and so in no proof.
 */
import { schemeId } from "../ledger/ids.js";
import { parseLinkset } from "../ledger/parseLinkset.js";
import type { Answer, Question, Verified } from "../proofs/index.js";
import type { Report } from "./report.js";

/** By its name, or with a dot by its place in another field; null for what is not there. */
export type Fields = ReadonlyMap<string, unknown>;

type AnswerOf<Kind extends Answer["kind"]> = Extract<Answer, { kind: Kind }>;
type QuestionOf<Kind extends Question["kind"]> = Extract<Question, { kind: Kind }>;
type Shown = Readonly<Record<string, unknown>>;

/** null where the proof shows that there was no such thing, or is of none that reports are of. */
export function provenFields({ question, answer }: Verified): Fields | null {
  const shown = shownBy(question, answer);
  return shown && new Map(Object.entries(shown));
}

/** What a state says, with fields that are proven in part taken apart. */
export function statedFields(state: Report["state"], proven: Fields): Fields {
  const parted = new Set([...proven.keys()].flatMap((path) => path.split(".").slice(0, -1)));
  return new Map(
    Object.entries(state).flatMap(([name, value]): [string, unknown][] =>
      parted.has(name) && typeof value === "object" && value !== null
        ? Object.entries(value).map(([part, one]) => [`${name}.${part}`, one])
        : [[name, value]],
    ),
  );
}

function shownBy(question: Question, answer: Answer): Shown | null {
  if (question.kind === "record" && answer.kind === "record") return ofRecord(question, answer);
  if (question.kind === "grant" && answer.kind === "grant") return ofGrant(question, answer);
  switch (answer.kind) {
    case "sealed":
      return ofSealed(answer);
    case "twin":
      return ofTwin(answer);
    case "batch":
      return ofBatch(answer);
    case "namespace":
      return ofNamespace(answer);
    case "party":
      return ofParty(answer);
    default:
      return null;
  }
}

/** The model leaves it out where the thing is not frozen. */
const frozenIf = (frozen: boolean): Shown => ({ frozen: frozen ? true : null });

function ofRecord(
  { scheme, identifier, content }: QuestionOf<"record">,
  { id, record }: AnswerOf<"record">,
): Shown | null {
  if (record === null) return null;
  const { namespace } = record.zone;
  return {
    id,
    scheme: schemeId(scheme),
    identifier,
    namespace: namespace.id,
    prefixLength: namespace.prefix.length,
    ...wordsOf(record),
    ...(content && contentOf(content)),
  };
}

type RecordAnswered = NonNullable<AnswerOf<"record">["record"] | AnswerOf<"sealed">["record"]>;

/** What the ledger keeps of each record, sealed or not. */
const wordsOf = ({
  owner,
  epoch,
  status,
  locked,
  frozen,
  version,
  contentDigest,
}: RecordAnswered): Shown => ({
  owner: owner.party,
  epoch,
  status,
  locked,
  version,
  digest: contentDigest,
  ...frozenIf(frozen),
});

/** As the index reads it. That the record's digest is of it, the proof has shown. */
function contentOf({ subjectKind, subject, linkset }: NonNullable<QuestionOf<"record">["content"]>): Shown {
  const links = parseLinkset(linkset);
  return { subject: subjectOf(subjectKind, subject), linkset: links ?? {}, linksetValid: links !== null };
}

function subjectOf(kind: "none" | "twin" | "party" | "record", word: string): Shown {
  if (kind === "none") return { kind };
  return { kind, id: kind === "party" ? `0x${word.slice(26)}` : word };
}

function ofSealed({ id, name, record, zone }: AnswerOf<"sealed">): Shown | null {
  if (record === null || zone === null) return null;
  return { id, namespace: zone.namespace.id, seal: name.seal, ...wordsOf(record) };
}

function ofTwin({ id, twin }: AnswerOf<"twin">): Shown | null {
  if (twin === null) return null;
  const { owner, epoch, kind, state, version, frozen, contentDigest } = twin;
  return {
    id,
    owner: owner.party,
    epoch,
    kind,
    state,
    "version.version": version,
    "version.digest": contentDigest,
    ...frozenIf(frozen),
  };
}

function ofBatch({ id, batch }: AnswerOf<"batch">): Shown | null {
  if (batch === null) return null;
  const { owner, epoch, kind, status, frozen } = batch;
  return { id, owner: owner.party, epoch, kind, status, ...frozenIf(frozen) };
}

function ofNamespace({ id, name, zone }: AnswerOf<"namespace">): Shown | null {
  if (zone === null) return null;
  const { holder, epoch, status, expiry, emancipated, mayIssue, sealed, frozen, answersSince } =
    zone.namespace;
  return {
    id,
    scheme: schemeId(name.scheme),
    prefix: name.prefix,
    holder,
    epoch,
    status,
    emancipated,
    sealed,
    answersSince,
    "terms.expiry": expiry,
    "terms.mayIssue": mayIssue,
    ...frozenIf(frozen),
  };
}

function ofParty({ party: identity, registered: kind, controller, frozen }: AnswerOf<"party">): Shown | null {
  return kind === null ? null : { identity, kind, controller, ...frozenIf(frozen) };
}

function ofGrant({ parts }: QuestionOf<"grant">, { id, grant, above }: AnswerOf<"grant">): Shown | null {
  if (grant === null) return null;
  const { status, from, until, actions, sequence, frozen } = grant;
  const [parent] = above;
  return {
    id,
    status,
    from,
    until,
    actions,
    sequence,
    ...frozenIf(frozen),
    ...(parent === undefined ? { parent: null } : { grantor: parent.licensor, "parent.grant": parent.id }),
    ...(parts && partsOf(parts)),
  };
}

/** What the grant's id is made of: the proof has made it again. */
function partsOf({
  assetKind: kind,
  asset: id,
  assetEpoch,
  scope,
  grantee,
  terms,
}: NonNullable<QuestionOf<"grant">["parts"]>): Shown {
  const given = grantee.kind === "blinded" ? { kind: grantee.kind, commitment: grantee.commitment } : grantee;
  return { asset: { kind, id }, assetEpoch, scope, grantee: given, terms };
}

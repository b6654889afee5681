/** What is proven of records and of batches' members, and what is not. */
import type { BatchAnswer } from "../answers/batch.js";
import type { BatchFacts, MemberAnswer } from "../answers/member.js";
import type { RecordAnswer, RecordFacts } from "../answers/record.js";
import { authorityStatements, partyStatements, zoneStatements } from "./parties.js";
import { type Statement, type Statements, statement } from "./statement.js";

export function recordStatements(name: string, { id, record, range, authority }: RecordAnswer): Statements {
  if (record !== null) {
    const exists = statement("RECORD_REGISTERED", `${name} is registered, as record ${id}.`);
    return {
      proven: [
        exists,
        ...recordFactsStatements(record),
        ...zoneStatements(record.zone),
        ...authorityStatements(authority),
      ],
      open: [...openOf(record), statement("OPEN_RIGHTS", "Who has which right to it: ask for each grant.")],
    };
  }
  return {
    proven: [
      statement("RECORD_ABSENT", `Nobody has registered ${name}: there is no record ${id}.`),
      range === null
        ? statement("RANGE_NONE", "No range of numbers holds it.")
        : statement(
            "RANGE",
            `The range ${range.first} to ${range.last} holds it: ${range.use === "batch" ? "batch" : "reserved as"} ${range.batch}.`,
          ),
      ...authorityStatements(authority),
    ],
    open: [statement("OPEN_LISTS", "That it is in no batch that is a list: lists lie outside the ledger.")],
  };
}

/** Whose it is, whether it is in force, and what it says. */
export const recordFactsStatements = (record: RecordFacts): Statement[] => [
  ...holdingStatements(record),
  contentText(record),
];

type Holding = Pick<RecordFacts, "owner" | "epoch" | "status" | "effective" | "frozen" | "locked">;

/** Whose a record is, sealed or not, and whether it is in force. */
export function holdingStatements({ owner, epoch, status, effective, frozen, locked }: Holding): Statement[] {
  return [
    statement(
      "RECORD_OWNER",
      `Its owner is ${owner.party}, in holding ${epoch}${locked ? ", for ever: it is locked" : ""}.`,
    ),
    ...partyStatements(owner),
    statement("RECORD_STATUS", forceText(status, effective)),
    ...(frozen ? [statement("RECORD_FROZEN", "It is frozen.")] : []),
  ];
}

export const forceText = (status: string, effective: RecordFacts["effective"]): string =>
  `Its own status is ${status}; with what stands above it, it is ${effective === "active" ? "in force" : `not in force (${effective})`}.`;

export function contentText({
  version,
  contentDigest,
  content,
}: Pick<RecordFacts, "version" | "contentDigest" | "content">): Statement {
  return content === null
    ? statement("RECORD_CONTENT_DIGEST", `Its content, version ${version}, has the digest ${contentDigest}.`)
    : statement(
        "RECORD_CONTENT",
        `Its content, version ${version}, is the one shown: subject ${content.subjectKind} ${content.subject}, links of the digest ${content.linksetDigest}.`,
      );
}

const openOf = ({ content }: RecordFacts): Statement[] => {
  if (content === null)
    return [statement("OPEN_CONTENT", "What it stands for and where it leads: only a digest is proven.")];
  return content.subjectKind === "none"
    ? []
    : [statement("OPEN_SUBJECT", "What becomes of its subject: ask for that by itself.")];
};

export function batchStatements({ id, batch }: BatchAnswer): Statements {
  if (batch === null) return { proven: [noBatch(id)], open: [] };
  return {
    proven: batchFacts(id, batch),
    open: [
      statement(
        "OPEN_MEMBERS",
        "Which identifiers are in it, and whether their namespace stands by it: ask for each.",
      ),
    ],
  };
}

const noBatch = (id: string): Statement => statement("BATCH_ABSENT", `There is no batch ${id}.`);

const batchFacts = (id: string, { kind, owner, epoch, status, frozen }: BatchFacts): Statement[] => [
  statement(
    "BATCH",
    `The batch ${id} (${kind}) is ${owner.party}'s, in holding ${epoch}, ${status}${frozen ? " and frozen" : ""}.`,
  ),
  ...partyStatements(owner),
];

export function memberStatements(name: string, { batchId, batch, member }: MemberAnswer): Statements {
  if (batch === null) return { proven: [noBatch(batchId)], open: [] };
  const common = batchFacts(batchId, batch);
  if (member === null)
    return { proven: [...common, statement("MEMBER_NOT", `${name} is no member of it.`)], open: [] };
  return {
    proven: [
      ...common,
      statement("MEMBER", `${name} is its member ${member.index}.`),
      statement("MEMBER_STATUS", statusText(member.status)),
      ...zoneStatements(member.zone),
    ],
    open: [],
  };
}

function statusText(status: NonNullable<MemberAnswer["member"]>["status"]): string {
  switch (status) {
    case "active":
      return "The member is in force and was not revoked.";
    case "recorded":
      return "The member has a record of its own: that says whose it is.";
    case "revoked":
      return "The member, or all of the batch, was revoked.";
    case "namespace-suspended":
    case "namespace-lapsed":
      return `The member is not in force (${status}); it was not revoked.`;
  }
}

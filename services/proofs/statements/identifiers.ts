/** What is proven of records and of batches' members, and what is not. */
import type { MemberAnswer } from "../answers/member.js";
import type { RecordAnswer, RecordFacts } from "../answers/record.js";
import { authorityStatements, partyStatements, zoneStatements } from "./parties.js";
import { type Statement, statement } from "./statement.js";

export interface Statements {
  readonly proven: readonly Statement[];
  readonly open: readonly Statement[];
}

export function recordStatements(name: string, { id, record, range, authority }: RecordAnswer): Statements {
  if (record !== null) {
    const exists = statement("RECORD_REGISTERED", `${name} is registered, as record ${id}.`);
    return {
      proven: [exists, ...factsOf(record), ...zoneStatements(record.zone), ...authorityStatements(authority)],
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

function factsOf({
  owner,
  epoch,
  status,
  effective,
  frozen,
  locked,
  version,
  ...record
}: RecordFacts): Statement[] {
  const force = effective === "active" ? "in force" : `not in force (${effective})`;
  return [
    statement(
      "RECORD_OWNER",
      `Its owner is ${owner.party}, in holding ${epoch}${locked ? ", for ever: it is locked" : ""}.`,
    ),
    ...partyStatements(owner),
    statement("RECORD_STATUS", `Its own status is ${status}; with what stands above it, it is ${force}.`),
    ...(frozen ? [statement("RECORD_FROZEN", "It is frozen.")] : []),
    record.content === null
      ? statement(
          "RECORD_CONTENT_DIGEST",
          `Its content, version ${version}, has the digest ${record.contentDigest}.`,
        )
      : statement(
          "RECORD_CONTENT",
          `Its content, version ${version}, is the one shown: subject ${record.content.subjectKind} ${record.content.subject}, links of the digest ${record.content.linksetDigest}.`,
        ),
  ];
}

const openOf = ({ content }: RecordFacts): Statement[] => {
  if (content === null)
    return [statement("OPEN_CONTENT", "What it stands for and where it leads: only a digest is proven.")];
  return content.subjectKind === "none"
    ? []
    : [statement("OPEN_SUBJECT", "What becomes of its subject: ask for that by itself.")];
};

export function memberStatements(name: string, { batchId, batch, member }: MemberAnswer): Statements {
  if (batch === null)
    return { proven: [statement("BATCH_ABSENT", `There is no batch ${batchId}.`)], open: [] };
  const { kind, owner, epoch, status, frozen } = batch;
  const batchText = `The batch ${batchId} (${kind}) is ${owner.party}'s, in holding ${epoch}, ${status}${frozen ? " and frozen" : ""}.`;
  const common = [statement("BATCH", batchText), ...partyStatements(owner)];
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

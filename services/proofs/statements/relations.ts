/** What is proven of how parties, twins and identifiers hang together, and what is not. */
import type { BindingAnswer, SubjectFacts } from "../answers/binding.js";
import type { EquivalenceAnswer, EquivalenceSide } from "../answers/equivalence.js";
import type { RelationAnswer } from "../answers/relation.js";
import { recordFactsStatements } from "./identifiers.js";
import { partyStatements, zoneStatements } from "./parties.js";
import { type Statement, type Statements, statement, timeText } from "./statement.js";
import { twinFactsStatements } from "./twins.js";

export function relationStatements(answer: RelationAnswer): Statements {
  const { party, subject, inForce, since, epoch } = answer;
  const what = relationText(answer);
  return {
    proven: [
      inForce
        ? statement(
            "RELATION",
            `${what}, by the word of both, since ${timeText(since)} (for the ${epoch}. time).`,
          )
        : statement("RELATION_NOT", `It does not hold that ${what}${epoch === 0 ? ": it never began" : ""}.`),
      ...(inForce ? [] : wordsGiven(answer)),
      ...(answer.relation === "membership" ? [organisationText(answer)] : []),
      ...(subject.twin === null
        ? []
        : [statement("TWIN_OWNER", `The twin is ${subject.account.party}'s, in holding ${subject.epoch}.`)]),
      ...partyStatements(party),
      ...partyStatements(subject.account),
    ],
    open: [],
  };
}

function relationText({ relation, party, subject }: RelationAnswer): string {
  switch (relation) {
    case "membership":
      return `${subject.account.party} is a member of ${party.party}`;
    case "agent":
      return `${subject.account.party} is the virtual identity of ${party.party}`;
    case "twin":
      return `the twin ${subject.twin} describes ${party.party}`;
  }
}

const wordsGiven = ({ agreed, party, subject }: RelationAnswer): readonly Statement[] => [
  statement(
    "RELATION_WORDS",
    `Of ${party.party} there is ${agreed.party ? "its word" : "no word"}, of ${subject.account.party} ${agreed.subject ? "its word" : "none"}.`,
  ),
];

const organisationText = ({ organisation, subject }: RelationAnswer): Statement =>
  organisation === null
    ? statement("ORGANISATION_NONE", `${subject.account.party} is a member of no organisation.`)
    : statement("ORGANISATION", `The one organisation of ${subject.account.party} is ${organisation}.`);

export function equivalenceStatements({ one, other, agreed }: EquivalenceAnswer): Statements {
  const names = `${one.name} and ${other.name}`;
  return {
    proven: [
      agreed
        ? statement("EQUIVALENCE", `${names} are of the same thing, by the word of both records.`)
        : statement("EQUIVALENCE_NOT", `It is not shown that ${names} are of the same thing.`),
      ...sideStatements(one),
      ...sideStatements(other),
    ],
    open: [...sideOpen(one), ...sideOpen(other)],
  };
}

function sideStatements({ name, id, record, states, counts }: EquivalenceSide): Statement[] {
  if (record === null)
    return [statement("RECORD_ABSENT", `Nobody has registered ${name}: there is no record ${id}.`)];
  return [
    ...(states === null
      ? []
      : [statement("RECORD_STATES", `The record of ${name} ${states ? "says so" : "does not say so"}.`)]),
    ...(counts ? [] : [statement("RECORD_MUTE", `What the record of ${name} says does not count now.`)]),
    ...recordFactsStatements(record),
    ...zoneStatements(record.zone),
  ];
}

const sideOpen = ({ name, record, states, byFirstOwner }: EquivalenceSide): Statement[] => [
  ...(states === null
    ? [statement("OPEN_CONTENT", `What the record of ${name} says: only a digest is proven.`)]
    : []),
  ...(record !== null && states === true && !byFirstOwner
    ? [
        statement(
          "OPEN_WHOSE_WORD",
          `That the record of ${name} says so by its present owner: it changed hands.`,
        ),
      ]
    : []),
];

export function bindingStatements(name: string, { id, record, subject }: BindingAnswer): Statements {
  return {
    proven: [
      statement("RECORD_REGISTERED", `${name} is registered, as record ${id}.`),
      ...recordFactsStatements(record),
      ...zoneStatements(record.zone),
      ...subjectStatements(subject),
    ],
    open: [statement("OPEN_RIGHTS", "Who has which right to it: ask for each grant.")],
  };
}

function subjectStatements(subject: SubjectFacts): readonly Statement[] {
  switch (subject.kind) {
    case "none":
      return [statement("SUBJECT_NONE", "It stands for nothing on the ledger.")];
    case "twin":
      return [
        statement("SUBJECT", `It stands for the twin ${subject.id}.`),
        ...(subject.twin === null
          ? [statement("TWIN_ABSENT", `There is no twin ${subject.id}.`)]
          : twinFactsStatements(subject.twin)),
      ];
    case "party":
      return [
        statement("SUBJECT", `It stands for the party ${subject.party.party}.`),
        ...partyStatements(subject.party),
      ];
    case "record":
      return [
        statement("SUBJECT", `It stands for what the record ${subject.id} stands for.`),
        subject.record === null
          ? statement("RECORD_ABSENT", `There is no record ${subject.id}.`)
          : statement(
              "SUBJECT_RECORD",
              `That record is ${subject.record.owner.party}'s, and ${subject.record.status}.`,
            ),
      ];
  }
}

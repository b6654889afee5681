/** What is proven of sealed records, and what is not: without a disclosure, nothing of the identifier. */
import type { SealedAnswer, SealedFacts } from "../answers/sealed.js";
import { contentText, holdingStatements } from "./identifiers.js";
import { authorityStatements, zoneStatements } from "./parties.js";
import { type Statement, type Statements, statement } from "./statement.js";

export function sealedStatements({ id, name, record, zone, disclosed }: SealedAnswer): Statements {
  const { scheme, prefix, seal } = name;
  const issuer = prefix === "" ? `the root of ${scheme}` : `${scheme} ${prefix}`;
  return {
    proven: [
      record === null
        ? statement(
            "SEALED_ABSENT",
            `${issuer} has no record of the seal ${seal}: there is no sealed record ${id}.`,
          )
        : statement(
            "SEALED",
            `${issuer} issued a record of the seal ${seal}: it is the sealed record ${id}.`,
          ),
      ...(disclosed === null
        ? []
        : [statement("SEALED_DISCLOSED", `The seal is of ${scheme} ${disclosed.identifier}.`)]),
      ...(record === null ? [] : factsOf(record)),
      ...(zone === null
        ? [statement("NAMESPACE_ABSENT", `${issuer} is not delegated.`)]
        : zoneStatements(zone)),
      ...(disclosed === null ? [] : authorityStatements(disclosed.authority)),
    ],
    open: [
      ...(disclosed === null
        ? [statement("OPEN_SEAL", "Of which identifier the seal is: the document does not show it.")]
        : [statement("OPEN_OTHER_SEALS", "That no other seal is of the same identifier.")]),
      ...(record !== null && record.content === null && record.contentDigest !== null
        ? [statement("OPEN_CONTENT", "What it stands for and where it leads: only a digest is proven.")]
        : []),
    ],
  };
}

function factsOf(record: SealedFacts): Statement[] {
  return [
    ...holdingStatements(record),
    record.contentDigest === null
      ? statement("RECORD_EMPTY", `Its content, version ${record.version}, has neither subject nor links.`)
      : contentText({ ...record, contentDigest: record.contentDigest }),
  ];
}

/** What is proven of twins, rights and freezes, and what is not. */
import type { FreezesAnswer } from "../answers/freezes.js";
import type { GrantAnswer, GrantFacts } from "../answers/grant.js";
import type { TwinAnswer } from "../answers/twin.js";
import type { Statements } from "./identifiers.js";
import { partyStatements } from "./parties.js";
import { type Statement, statement, timeText } from "./statement.js";

export function twinStatements({ id, twin }: TwinAnswer): Statements {
  if (twin === null) return { proven: [statement("TWIN_ABSENT", `There is no twin ${id}.`)], open: [] };
  const { owner, epoch, kind, state, version, frozen, contentDigest } = twin;
  return {
    proven: [
      statement("TWIN", `${id} is a twin (${kind}), in state ${state}.`),
      statement("TWIN_OWNER", `Its owner is ${owner.party}, in holding ${epoch}.`),
      ...partyStatements(owner),
      statement("TWIN_CONTENT", `Its content, version ${version}, has the SHA-256 ${contentDigest}.`),
      ...(frozen ? [statement("TWIN_FROZEN", "It is frozen.")] : []),
    ],
    open: [statement("OPEN_CONTENT_BYTES", "What the content is: compare the SHA-256 of what you have.")],
  };
}

export function grantStatements(answer: GrantAnswer): Statements {
  const { id, grant, asset, grantee, above } = answer;
  if (grant === null)
    return {
      proven: [statement("GRANT_ABSENT", `The right ${id} was never given.`)],
      open: partsOpen(answer),
    };
  return {
    proven: [
      statement("GRANT", grantText(id, grant)),
      statement(
        "GRANT_STANDS",
        grant.stands ? "At the block's time it stands." : "At the block's time it does not stand.",
      ),
      ...(asset === null
        ? []
        : [
            statement(
              "GRANT_ASSET",
              `Its asset is ${asset.holder.party}'s, in holding ${asset.epoch}: the right ${asset.sameHolding ? "is of that holding, or survives a sale" : "is of another holding, and void"}.`,
            ),
            ...partyStatements(asset.holder),
          ]),
      ...(grantee === null ? [] : partyStatements(grantee)),
      ...above.map((one) =>
        statement(
          "GRANT_ABOVE",
          `It lies beneath the right ${one.id}, given by ${one.licensor}, which ${one.same && one.grant?.stands ? "stands" : "does not stand"}.`,
        ),
      ),
    ],
    open: partsOpen(answer),
  };
}

function grantText(id: string, { status, from, until, actions, sequence, ...grant }: GrantFacts): string {
  const window = `from ${from === 0 ? "the beginning" : timeText(from)} ${until === 0 ? "without end" : `until ${timeText(until)}`}`;
  const how = [grant.exclusive && "exclusive", grant.irrevocable && "irrevocable", grant.frozen && "frozen"];
  const words = [status, ...how.filter((word) => word !== false)].join(", ");
  return `The right ${id} was given (${words}; giving ${sequence}): ${actions.join(", ") || "no action"}, ${window}.`;
}

function partsOpen({ grant, asset, grantee }: GrantAnswer): Statement[] {
  if (asset === null)
    return [
      statement(
        "OPEN_GRANT_PARTS",
        "On what it is, and whose: the document does not show what its id is made of.",
      ),
    ];
  return [
    ...(grantee === null && grant !== null
      ? [statement("OPEN_GRANTEE", "Who the grantee is: a group, or hidden.")]
      : []),
    statement("OPEN_ASSET", "That the asset is in force: ask for it by itself."),
  ];
}

export function freezesStatements({ thing, frozen, offices, freezes }: FreezesAnswer): Statements {
  const name = `The ${thing.kind} ${thing.id}`;
  if (!frozen && offices === 0)
    return { proven: [statement("NOT_FROZEN", `${name} is not frozen, or not there.`)], open: [] };
  return {
    proven: [
      statement("FROZEN", `${name} is frozen, by ${offices} of the offices.`),
      ...freezes.map(({ office, reason, since, order }) =>
        statement(
          "FREEZE",
          `Office ${office} froze it at ${timeText(since)} for ${reason}, by the order of the digest ${order}.`,
        ),
      ),
    ],
    open:
      freezes.length === offices
        ? []
        : [statement("OPEN_OFFICES", `Which the other ${offices - freezes.length} offices are, and why.`)],
  };
}

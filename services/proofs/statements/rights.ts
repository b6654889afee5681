/** What is proven of rights, groups and quotas, and what is not. */
import type { AllowanceAnswer } from "../answers/allowance.js";
import type { GrantAnswer, GrantFacts } from "../answers/grant.js";
import type { GroupAnswer } from "../answers/group.js";
import type { QuotaAnswer, QuotaFacts } from "../answers/quota.js";
import { partyStatements } from "./parties.js";
import { type Statement, type Statements, statement, timeText } from "./statement.js";

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
      ...(grantee === null
        ? []
        : [statement("GRANT_GRANTEE", `It is for ${grantee.party}.`), ...partyStatements(grantee)]),
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

export function quotaStatements({ id, quota, meaning, holdings, complete }: QuotaAnswer): Statements {
  if (quota === null)
    return { proven: [statement("QUOTA_ABSENT", `No units of the quota ${id} were ever issued.`)], open: [] };
  const unit = meaning?.unit ?? "units";
  return {
    proven: [
      statement("QUOTA", quotaText(id, quota, unit)),
      statement(
        "QUOTA_ASSET",
        `It is of the ${quota.assetKind} ${quota.asset}, which is ${quota.assetState.holder.party}'s.`,
      ),
      ...(meaning === null
        ? []
        : [
            statement(
              "QUOTA_MEANING",
              `A unit is one ${meaning.unit} of ${meaning.scope === "" ? "all its data" : `the data set "${meaning.scope}"`}, ${meaning.terms === null ? "without registered terms" : `under the terms ${meaning.terms}`}.`,
            ),
          ]),
      statement(
        "QUOTA_IN_FORCE",
        quota.inForce ? "Units can be moved and used." : "Units can no longer be moved or used.",
      ),
      ...holdings.flatMap(({ holder, units }) => [
        statement("QUOTA_BALANCE", `${holder.party} has ${units} ${unit}.`),
        ...partyStatements(holder),
      ]),
      ...(complete ? [statement("QUOTA_HOLDERS_ALL", "Nobody else has any.")] : []),
    ],
    open: [
      ...(complete ? [] : [statement("OPEN_HOLDERS", "Who else has units of it.")]),
      ...(meaning === null
        ? [
            statement(
              "OPEN_QUOTA_PARTS",
              "What is counted, and under which terms: the document does not show it.",
            ),
          ]
        : []),
      statement("OPEN_ALLOWANCES", "Who may use units of others, and what they were used for."),
    ],
  };
}

function quotaText(id: string, { issued, consumed, until }: QuotaFacts, unit: string): string {
  const end = until === 0 ? "without end" : `with an end at ${timeText(until)}`;
  return `Of the quota ${id}, ${issued} ${unit} were issued and ${consumed} used, ${end}.`;
}

export function allowanceStatements({
  quota,
  holder,
  spender,
  units,
  operator,
}: AllowanceAnswer): Statements {
  const of = `of those of the quota ${quota} that ${holder.party} has`;
  const most = units === null ? "any number of units" : `up to ${units} units`;
  return {
    proven: [
      units === "0"
        ? statement("ALLOWANCE_NONE", `${spender} may take no units ${of} by an allowance.`)
        : statement("ALLOWANCE", `${spender} may take ${most} ${of}.`),
      operator
        ? statement(
            "OPERATOR",
            `As its operator, ${spender} may take all units of ${holder.party}, of any quota.`,
          )
        : statement("OPERATOR_NOT", `${spender} is no operator of ${holder.party}.`),
      ...partyStatements(holder),
    ],
    open: [
      statement("OPEN_BALANCE", "How many units the holder has, and whether they count: ask for the quota."),
    ],
  };
}

export function groupStatements({ id, group, name, members, complete }: GroupAnswer): Statements {
  if (group === null) return { proven: [statement("GROUP_ABSENT", `There is no group ${id}.`)], open: [] };
  const called = name === null ? "" : `, named "${name}"`;
  return {
    proven: [
      statement("GROUP", `The group ${id}${called} is ${group.owner.party}'s and has ${group.size} members.`),
      ...partyStatements(group.owner),
      ...members.map(({ party, member }) =>
        member
          ? statement("GROUP_MEMBER", `${party} is in it.`)
          : statement("GROUP_NOT_MEMBER", `${party} is not in it.`),
      ),
      ...(complete ? [statement("GROUP_ALL", "Nobody else is in it.")] : []),
    ],
    open: complete ? [] : [statement("OPEN_MEMBERS", "Who else is in it.")],
  };
}

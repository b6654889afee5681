/** What is proven of parties and namespaces. */
import type { DidAnswer } from "../answers/did.js";
import type { NamespaceAnswer } from "../answers/namespace.js";
import type { AuthorityFacts, ZoneFacts } from "../answers/namespaces.js";
import type { PartyFacts } from "../answers/party.js";
import { type Statement, type Statements, statement, timeText } from "./statement.js";

export function partyStatements({ party, registered, controller, frozen }: PartyFacts): Statement[] {
  return [
    registered === null
      ? statement("PARTY_UNREGISTERED", `${party} is not registered as a party.`)
      : statement("PARTY_REGISTERED", `${party} is a registered party (${registered}).`),
    controller === null
      ? statement("PARTY_DEACTIVATED", `${party} is deactivated: nobody controls it.`)
      : statement(
          "PARTY_CONTROLLER",
          `${party} is controlled by ${controller === party ? "itself" : controller}.`,
        ),
    ...(frozen ? [statement("PARTY_FROZEN", `${party} is frozen.`)] : []),
  ];
}

export function namespaceStatements({ id, name, zone, holder }: NamespaceAnswer): Statements {
  const called = `${prefixText(name.prefix)} of ${name.scheme}`;
  if (zone === null || holder === null)
    return {
      proven: [statement("NAMESPACE_ABSENT", `${called} is not delegated: there is no ${id}.`)],
      open: [],
    };
  const { namespace, standing, cause } = zone;
  const what = [
    namespace.mayIssue ? "may issue" : "may not issue",
    ...(namespace.sealed ? ["issues sealed records only"] : []),
    ...(namespace.emancipated ? ["does not depend on what lies above it"] : []),
    ...(namespace.frozen ? ["is frozen"] : []),
  ];
  const why = cause === null ? "" : `, because of ${prefixText(cause)}`;
  return {
    proven: [
      statement(
        "NAMESPACE",
        `${called} is ${namespace.holder}'s, in holding ${namespace.epoch}; it is ${standing}${why}, and ${what.join(", ")}.`,
      ),
      ...partyStatements(holder),
      ...zoneAbove(zone),
    ],
    open: [statement("OPEN_ISSUED", "What it has issued and delegated.")],
  };
}

export function didStatements({ identity, changed, delegates }: DidAnswer): Statements {
  return {
    proven: [
      ...partyStatements(identity),
      statement(
        "DID_CHANGED",
        changed === "0"
          ? "Its DID document was never changed: its own key is all that there is in it."
          : `Its DID document changed last in block ${changed}: one that goes back from there leaves nothing out.`,
      ),
      ...delegates.map(({ type, delegate, until, valid }) =>
        valid
          ? statement(
              "DID_DELEGATE",
              `${delegate} is its delegate of the type ${type}, until ${untilText(until)}.`,
            )
          : statement("DID_NOT_DELEGATE", `${delegate} is not its delegate of the type ${type}.`),
      ),
    ],
    open: [
      statement(
        "OPEN_DID_EVENTS",
        "Which keys and services it declares: they are in the events of the blocks named.",
      ),
    ],
  };
}

/** A time that may lie beyond what a calendar has. */
const untilText = (seconds: string): string =>
  BigInt(seconds) < 8_000_000_000_000n ? timeText(Number(seconds)) : `second ${seconds}`;

export function zoneStatements({ namespace, standing, cause, ancestors }: ZoneFacts): Statement[] {
  const { holder, expiry } = namespace;
  const why = cause === null ? "" : `, because of ${prefixText(cause)}`;
  const end = expiry === 0 ? "" : `; it ends at ${timeText(expiry)}`;
  return [
    statement(
      "NAMESPACE_ISSUED",
      `It was issued by ${prefixText(namespace.prefix)} of ${holder}, which is ${standing}${why}${end}.`,
    ),
    ...zoneAbove({ ancestors }),
  ];
}

function zoneAbove({ ancestors }: Pick<ZoneFacts, "ancestors">): Statement[] {
  const above = ancestors.map(({ prefix, holder }) => `${prefixText(prefix)} of ${holder}`);
  return above.length === 0 ? [] : [statement("NAMESPACE_ABOVE", `Above that lie ${above.join(", ")}.`)];
}

export function authorityStatements({ zone, prefixes }: AuthorityFacts): Statement[] {
  if (zone === null)
    return [
      statement(
        "AUTHORITY_NONE",
        "No namespace can issue the identifier: the ledger does not have its scheme.",
      ),
    ];
  const { namespace, standing } = zone;
  const may = namespace.sealed
    ? "issues sealed records only"
    : namespace.mayIssue
      ? "may issue it"
      : "may not issue";
  const frozen = namespace.frozen ? " and frozen" : "";
  const others = prefixes.filter(
    ({ prefix, namespace: found }) => found !== "none" && prefix !== namespace.prefix,
  );
  const longer =
    others.length === 0
      ? "None of the longer prefixes is delegated."
      : `Of the other prefixes that are delegated, ${others.map(({ prefix, namespace: found }) => `"${prefix}" is ${found}`).join(", ")}.`;
  return [
    statement(
      "AUTHORITY",
      `The identifier is now the matter of ${prefixText(namespace.prefix)} of ${namespace.holder}, which is ${standing}${frozen}, and ${may}. ${longer}`,
    ),
  ];
}

const prefixText = (prefix: string): string =>
  prefix === "" ? "the scheme's root" : `the namespace "${prefix}"`;

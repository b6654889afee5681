/** `cadastre id equate` and `id part`: whether two identifiers are of the same thing, by the word of both their owners. */
import type { Command } from "commander";
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { uriForm } from "../../identifiers/index.js";
import type { Call } from "../../ledger/actions/call.js";
import { updateContent } from "../../ledger/actions/identifiers.js";
import { encodeLinkset } from "../../ledger/linkset.js";
import { maxSameAs, withoutSameAs, withSameAs } from "../../ledger/sameAs.js";
import type { Address, Linkset } from "../../store/model.js";
import { type Context, doing, writes } from "../context.js";
import { CliError, notFound, usage } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { agreementOf, readSide, type Side, states } from "../ledger/equivalents.js";
import { locate, locateRecord } from "../ledger/locate.js";
import { type LedgerSession, openAccount, openLedger } from "../ledger/session.js";
import { ledgerIdentifier } from "../names/asset.js";
import type { Fact } from "../output/layout.js";

const written = "an identifier as it is printed; a UUID or URI as aas:OWNER/globalAssetId/VALUE";

export function addEquivalentCommands(id: Command): void {
  for (const [name, what, work] of [
    ["equate", "state that two identifiers are of the same thing, for those of them that are yours", equate],
    ["part", "take back that two identifiers are of the same thing, for those that are yours", part],
  ] as const) {
    writes(id.command(name).description(what).argument("<one>", written).argument("<other>", written)).action(
      doing(work),
    );
  }
}

async function equate(context: Context, _: object, first: string, second: string): Promise<void> {
  const [one, other] = twoNames(first, second);
  const session = await openLedger(context);
  const left = await readSide(session, await locateRecord(session, one));
  const right = await readSide(session, await locateRecord(session, other));
  const writing = await openAccount(context, session);
  const { unsaid, awaited } = outstanding(left, right, writing.party);
  const value = { identifiers: [one, other].map(uriForm), awaits: awaited.map(ownerOf) };
  const [call, ...after] = unsaid.map((pair) => update(session, pair[0], stating(...pair)));
  if (call === undefined) {
    const agreement = agreementOf(left, right);
    context.output.result(`You state it already; ${agreement}.`, { ...value, agreement });
    return;
  }
  const then =
    awaited.length === 0 ? "both sides state it" : "nothing follows before the other side states it too";
  const barred = [left, right].filter(({ speaks }) => !speaks);
  await carryOut(context, session, writing, {
    call,
    after,
    done: `Stated that it is the same thing; ${then}`,
    facts: [
      ...[one, other].map(identifierFact),
      ...awaited.map(toDo(one, other)),
      ...barred.map(({ located }): Fact => ["not in force now", uriForm(located.identifier)]),
    ],
    value,
  });
}

/** What a party has yet to state, each side with the one that it is to name; and the sides of others that have to. */
function outstanding(left: Side, right: Side, party: Address) {
  const pairs = [
    [left, right],
    [right, left],
  ] as const;
  const owners = pairs.map(([side]) => ownerOf(side));
  if (!owners.includes(party)) throw notYours(owners, party);
  const open = pairs.filter((pair) => !stands(...pair));
  return {
    unsaid: open.filter(([side]) => ownerOf(side) === party),
    awaited: open.map(([side]) => side).filter((side) => ownerOf(side) !== party),
  };
}

async function part(context: Context, _: object, first: string, second: string): Promise<void> {
  const [one, other] = twoNames(first, second);
  const session = await openLedger(context);
  const sides = [
    ...(await sideThatStates(session, one, other)),
    ...(await sideThatStates(session, other, one)),
  ];
  const writing = await openAccount(context, session);
  const mine = sides.filter(({ side }) => ownerOf(side) === writing.party);
  const [call, ...after] = mine.map(({ side, without }) => update(session, side, without));
  if (call === undefined) {
    if (sides.length > 0)
      throw notYours(
        sides.map(({ side }) => ownerOf(side)),
        writing.party,
      );
    throw notFound(
      "Neither states that they are of the same thing.",
      "See what one states: cadastre id show ID",
    );
  }
  await carryOut(context, session, writing, {
    call,
    after,
    done: "No longer stated that it is the same thing",
    facts: [one, other].map(identifierFact),
    value: { identifiers: [one, other].map(uriForm) },
  });
}

function twoNames(first: string, second: string): readonly [LedgerIdentifier, LedgerIdentifier] {
  const names = [ledgerIdentifier(first, {}), ledgerIdentifier(second, {})] as const;
  if (uriForm(names[0]) !== uriForm(names[1])) return names;
  throw usage("Both are the same identifier.", "Give two identifiers of one thing.");
}

const ownerOf = ({ located }: Side): Address => located.state.owner;

/** Whether a side states it by its present owner's word. */
const stands = (side: Side, counterpart: Side): boolean =>
  side.isCurrent && states(side, counterpart.located.id);

/** What a side's linkset is to be; as it is where a former owner stated it, since whoever sets it anew states it. */
function stating(side: Side, { located }: Side): Linkset {
  const linkset = side.content.linkset ?? {};
  if (states(side, located.id)) return linkset;
  if (side.stated.length < maxSameAs) return withSameAs(linkset, located.identifier);
  throw usage(
    `${uriForm(side.located.identifier)} states ${maxSameAs} identifiers already, and more do not count.`,
    "Take one back: cadastre id part",
  );
}

/** The record of an identifier, where it has one whose links state the other; with what is left of them without that. */
async function sideThatStates(session: LedgerSession, own: LedgerIdentifier, other: LedgerIdentifier) {
  const { record } = await locate(session, own);
  if (record === null) return [];
  const side = await readSide(session, record);
  const linkset = side.content.linkset ?? {};
  const without = withoutSameAs(linkset, other);
  return without === linkset ? [] : [{ side, without }];
}

function update({ deployment }: LedgerSession, { located, content }: Side, linkset: Linkset): Call {
  return updateContent(deployment, located.name, {
    subject: content.subject,
    linkset: encodeLinkset(linkset),
  });
}

function notYours(owners: readonly Address[], party: Address): CliError {
  return new CliError(
    "CLI_NOT_AUTHORISED",
    `None of these is ${party}'s: they are of ${owners.join(" and ")}.`,
    {
      hint: "An owner states it for its own identifier. Choose the key with --key, the party with --party.",
      details: { owners, party },
    },
  );
}

const identifierFact = (identifier: LedgerIdentifier): Fact => ["identifier", uriForm(identifier)];

const toDo =
  (one: LedgerIdentifier, other: LedgerIdentifier) =>
  ({ located }: Side): Fact => [
    "still to do",
    `${located.state.owner}, who owns ${uriForm(located.identifier)}, states it too: cadastre id equate '${uriForm(one)}' '${uriForm(other)}'`,
  ];

/** `cadastre group`: parties that are granted rights together. */
import { Command } from "commander";
import {
  addToGroup,
  clearGroup,
  createGroup,
  leaveGroup,
  removeFromGroup,
} from "../../ledger/actions/groups.js";
import { ledgerContracts } from "../../ledger/contracts.js";
import { toAddress, zeroAddress } from "../../ledger/hex.js";
import { groupId } from "../../ledger/ids.js";
import type { Address, GroupId } from "../../store/model.js";
import { type Context, doing, writes } from "../context.js";
import { notFound } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { eventsOf } from "../ledger/events.js";
import { openAccount, openLedger, ownParty } from "../ledger/session.js";
import { groupById, groupReference } from "../names/group.js";
import { partyAddress } from "../names/party.js";
import { facts } from "../output/layout.js";

/** Questions to the node at once: not every node takes thousands. */
const askedAtOnce = 50;
const groupHelp = "its id, or the name of one of yours";

interface ShowOptions {
  readonly owner?: string;
}

export function groupCommand(): Command {
  const group = new Command("group").description("make groups of parties, and say who is in them");
  writes(
    group
      .command("create")
      .description("make a group, which your party owns")
      .argument("<name>", "1 to 256 bytes, for everybody to read"),
  ).action(doing<object>(create));
  writes(
    group
      .command("add")
      .description("add parties; on record for everybody")
      .argument("<group>", groupHelp)
      .argument("<parties...>", "1 to 64 parties"),
  ).action(doing<object>((context, _options, ...words) => change(context, addToGroup, "Added", words)));
  writes(
    group
      .command("remove")
      .description("take parties out")
      .argument("<group>", groupHelp)
      .argument("<parties...>", "1 to 64 parties"),
  ).action(
    doing<object>((context, _options, ...words) => change(context, removeFromGroup, "Removed", words)),
  );
  writes(group.command("clear").description("take all parties out").argument("<group>", groupHelp)).action(
    doing<object>(clear),
  );
  writes(
    group.command("leave").description("take your own party out").argument("<group>", "the group's id"),
  ).action(doing<object>(leave));
  group
    .command("show")
    .description("show a group as the chain has it")
    .argument("<group>", groupHelp)
    .option("--owner <party>", "party that owns it, where it is named (default: yours)")
    .action(doing<ShowOptions>(show));
  return group;
}

async function create(context: Context, _options: object, name: string): Promise<void> {
  const session = await openLedger(context);
  const writing = await openAccount(context, session);
  const id = groupId(writing.party, name);
  await carryOut(context, session, writing, {
    call: createGroup(session.deployment, writing.party, name),
    done: `Made the group "${name}"`,
    facts: [
      ["group", id],
      ["owner", writing.party],
    ],
    value: { group: id, owner: writing.party, name },
  });
}

async function change(
  context: Context,
  call: typeof addToGroup,
  done: string,
  [group = "", ...names]: readonly string[],
): Promise<void> {
  const members = await Promise.all(
    names.filter((name) => name !== "").map((name) => partyAddress(context, name)),
  );
  const session = await openLedger(context);
  const writing = await openAccount(context, session);
  const id = groupReference(writing.party, group);
  await carryOut(context, session, writing, {
    call: call(session.deployment, id, members),
    done: `${done} ${members.length === 1 ? "a party" : `${members.length} parties`}`,
    facts: [["group", id], ...members.map((member) => ["party", member] as const)],
    value: { group: id, members },
  });
}

async function clear(context: Context, _options: object, text: string): Promise<void> {
  const session = await openLedger(context);
  const writing = await openAccount(context, session);
  const id = groupReference(writing.party, text);
  await carryOut(context, session, writing, {
    call: clearGroup(session.deployment, id),
    done: "Emptied the group",
    facts: [["group", id]],
    value: { group: id },
  });
}

async function leave(context: Context, _options: object, text: string): Promise<void> {
  const id = groupById(text);
  const session = await openLedger(context);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: leaveGroup(session.deployment, id, writing.party),
    done: `Took ${writing.party} out of the group`,
    facts: [["group", id]],
    value: { group: id, member: writing.party },
  });
}

/** Nobody's key is needed for an id. */
async function shownGroup(context: Context, text: string, owner: string | undefined): Promise<GroupId> {
  if (text.startsWith("0x")) return groupById(text);
  return groupReference(
    owner === undefined ? await ownParty(context) : await partyAddress(context, owner),
    text,
  );
}

async function show(context: Context, { owner }: ShowOptions, text: string): Promise<void> {
  const session = await openLedger(context);
  const id = await shownGroup(context, text, owner);
  const { groups } = ledgerContracts(session.deployment, session.provider);
  const state = await groups.groupOf(id);
  if (toAddress(state.owner) === zeroAddress)
    throw notFound(
      `There is no group ${text}.`,
      "Give its id, or its name with --owner, the party that made it.",
    );
  const [created] = await eventsOf(session, "groups", "GroupCreated", [id]);
  const added = await eventsOf(session, "groups", "GroupMemberAdded", [id]);
  const candidates = [...new Set(added.map(({ event }) => event.member))];
  const members: Address[] = [];
  for (let from = 0; from < candidates.length; from += askedAtOnce) {
    const some = candidates.slice(from, from + askedAtOnce);
    const inside = await Promise.all(some.map((member) => groups.isMember(id, member)));
    members.push(...some.filter((_, position) => inside[position]));
  }
  const shown = { group: id, owner: toAddress(state.owner), name: created?.event.name ?? "", members };
  context.output.result(
    facts([
      ["group", id],
      ["name", shown.name],
      ["owner", shown.owner],
      ...members.map((member) => ["member", member] as const),
    ]),
    shown,
  );
}

/** `cadastre role`: let others do some things to a token, without giving it or its keys away. */
import { Command } from "commander";
import { renounceRoles, setRoles } from "../../ledger/actions/tokens.js";
import { readRoles } from "../../ledger/reads/roles.js";
import { type TokenRole, tokenRoles } from "../../store/model.js";
import { required } from "../config/settings.js";
import { type Context, doing, writes } from "../context.js";
import { notFound, usage } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { openAccount, openLedger } from "../ledger/session.js";
import { type IdentifierFlags, tokenReference } from "../names/asset.js";
import { partyAddress } from "../names/party.js";
import { facts, table, utcTime } from "../output/layout.js";
import { readDelegates } from "../resolver/delegates.js";
import { ownerHelp, schemeHelp } from "./identifierOptions.js";
import { addMovers } from "./roleMovers.js";

interface SetOptions extends IdentifierFlags {
  readonly role: string;
}

const tokenHelp = "twin:ID, twin:FILE, an identifier, sealed:ID, or namespace:SCHEME:PREFIX";

export function roleCommand(): Command {
  const role = new Command("role")
    .description("let others act for you on a twin, an identifier or a namespace")
    .addHelpText(
      "after",
      "\nA registrar registers identifiers beneath a namespace, a delegator delegates its prefixes. A publisher sets what an\n" +
        "identifier stands for and where it leads, or publishes versions of a twin. A steward grants and revokes rights.\n" +
        "Roles end when the token changes hands, and when the key of its holder does.",
    );
  writes(
    named(role.command("set"), "give an account roles, in place of those it had")
      .argument("<account>", "address, did:ethr or name of a key: who may sign")
      .requiredOption("--role <roles>", `of ${tokenRoles.join(", ")}, with commas; none takes all away`),
  ).action(doing<SetOptions>(set));
  writes(named(role.command("renounce"), "give up the roles that your key has")).action(
    doing<IdentifierFlags>(renounce),
  );
  addMovers(role, named);
  named(role.command("show"), "show what an account may do, as the chain has it")
    .argument("<account>", "address, did:ethr or name of a key")
    .action(doing<IdentifierFlags>(show));
  named(
    role.command("list"),
    "list who may act on it or move it besides its holder, from the resolver",
  ).action(doing<IdentifierFlags>(list));
  return role;
}

function named(command: Command, description: string): Command {
  return command
    .description(description)
    .argument("<asset>", tokenHelp)
    .option("--scheme <scheme>", schemeHelp)
    .option("--owner <segment>", ownerHelp);
}

async function set(context: Context, options: SetOptions, asset: string, account: string): Promise<void> {
  const roles = rolesOf(options.role);
  const session = await openLedger(context);
  const token = await tokenReference(session, asset, options);
  const address = await partyAddress(context, account);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: setRoles(session.deployment, token, address, roles),
    done: roles.length === 0 ? `Took all roles from ${address}` : `Made ${address} ${roles.join(" and ")}`,
    facts: [
      [token.kind, token.id],
      ["account", address],
      ["roles", rolesText(roles)],
    ],
    value: { token, account: address, roles },
  });
}

async function renounce(context: Context, options: IdentifierFlags, asset: string): Promise<void> {
  const session = await openLedger(context);
  const token = await tokenReference(session, asset, options);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: renounceRoles(session.deployment, token),
    done: `Gave up all roles of the ${token.kind}`,
    facts: [[token.kind, token.id]],
    value: { token },
  });
}

async function show(
  context: Context,
  options: IdentifierFlags,
  asset: string,
  account: string,
): Promise<void> {
  const session = await openLedger(context);
  const token = await tokenReference(session, asset, options);
  const address = await partyAddress(context, account);
  const roles = await readRoles(session.provider, session.deployment, token, address);
  context.output.result(
    facts([
      [token.kind, token.id],
      ["account", address],
      ["roles", rolesText(roles)],
    ]),
    { token, account: address, roles },
  );
}

async function list(context: Context, options: IdentifierFlags, asset: string): Promise<void> {
  const resolverUrl = required(await context.settings(), "resolverUrl");
  const session = await openLedger(context);
  const token = await tokenReference(session, asset, options);
  const delegates = await readDelegates(resolverUrl, token);
  if (delegates === null) {
    throw notFound(
      `The resolver knows no ${token.kind} ${token.id}.`,
      "The index may be behind the chain: cadastre status",
    );
  }
  const { holder, roles, approved, operators } = delegates;
  const rows = [
    ...roles.map((one) => [one.account, rolesText(one.roles), utcTime(one.given.time)]),
    ...(approved === null ? [] : [[approved.account, "moves it", utcTime(approved.given.time)]]),
    ...operators.map((one) => [
      one.account,
      `moves all of this kind of ${holder.address}`,
      utcTime(one.given.time),
    ]),
  ];
  context.output.result(table(["account", "may", "since"], rows), {
    token,
    holder,
    roles,
    approved,
    operators,
  });
}

const rolesText = (roles: readonly TokenRole[]): string => (roles.length === 0 ? "none" : roles.join(", "));

function rolesOf(text: string): readonly TokenRole[] {
  if (text === "none") return [];
  return text.split(",").map((word) => {
    const role = tokenRoles.find((known) => known === word.trim());
    if (role !== undefined) return role;
    throw usage(`"${word}" is no role.`, `Roles are ${tokenRoles.join(", ")}, or none.`);
  });
}

/** `cadastre freeze`, `unfreeze`, `freezes`, `office`: what regulators do, and what they hold frozen. */
import { Command, Option } from "commander";
import { isLedgerScheme } from "../../identifiers/index.js";
import {
  accreditOffice,
  freezeThing,
  setOfficeMember,
  unfreezeThing,
} from "../../ledger/actions/supervision.js";
import { freezeReasonOf, officeScope } from "../../ledger/enums.js";
import { toDigest } from "../../ledger/hex.js";
import { schemeId } from "../../ledger/ids.js";
import { readOfficeScope } from "../../ledger/reads/supervision.js";
import { registryOf, thingWord } from "../../ledger/things.js";
import {
  type FreezeReason,
  freezeReasons,
  type LiftReason,
  liftReasons,
  type OfficeScope,
} from "../../store/model.js";
import { type Context, doing, writes } from "../context.js";
import { usage } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { addressTopic, eventsOf } from "../ledger/events.js";
import { openAccount, openLedger } from "../ledger/session.js";
import type { IdentifierFlags } from "../names/asset.js";
import { documentDigest } from "../names/digest.js";
import { partyAddress } from "../names/party.js";
import { thingHelp, thingReference } from "../names/thing.js";
import { table } from "../output/layout.js";
import { ownerHelp, schemeHelp } from "./identifierOptions.js";

interface OrderOptions<Reason> extends IdentifierFlags {
  readonly office: number;
  readonly reason: Reason;
  readonly order: string;
}
interface AccreditOptions {
  readonly name: string;
  readonly scope: string;
}

const largestOffice = 2 ** 32 - 1;

export function freezeCommand(): Command {
  return ordered(
    "freeze",
    "freeze a thing for an office: it stays as it is until the office lifts it",
    freezeReasons,
  ).action(doing<OrderOptions<FreezeReason>>(freeze));
}

export function unfreezeCommand(): Command {
  return ordered("unfreeze", "lift an office's freeze", liftReasons).action(
    doing<OrderOptions<LiftReason>>(unfreeze),
  );
}

export function freezesCommand(): Command {
  return identified(
    new Command("freezes")
      .description("show who holds a thing frozen, as the chain has it")
      .argument("<thing>", thingHelp),
  ).action(doing<IdentifierFlags>(list));
}

export function officeCommand(): Command {
  const office = new Command("office").description("accredit regulators and name who acts for them");
  writes(
    office
      .command("accredit")
      .description("accredit an office, or change its mandate; the administrator's to do")
      .argument("<number>", "the office's number")
      .requiredOption("--name <name>", "its name, for everybody to read")
      .requiredOption(
        "--scope <scope>",
        "all, two letters of ISO 3166-1 such as DE, or a scheme such as gs1",
      ),
    { unsigned: true },
  ).action(doing<AccreditOptions>(accredit));
  for (const [name, what, member] of [
    ["admit", "let an account act for an office", true],
    ["dismiss", "let an account act for an office no longer", false],
  ] as const) {
    writes(
      office
        .command(name)
        .description(what)
        .argument("<number>", "the office's number")
        .argument("<account>", "address of the account"),
      { unsigned: true },
    ).action(doing((context, _options: object, number, account) => admit(context, number, account, member)));
  }
  return office;
}

function ordered(name: string, description: string, reasons: readonly string[]): Command {
  const command = new Command(name)
    .description(description)
    .argument("<thing>", thingHelp)
    .addOption(new Option("--reason <reason>", "why").choices(reasons).makeOptionMandatory())
    .requiredOption("--order <order>", "the order: a file, or its SHA-256")
    .requiredOption("--office <number>", "office for which the key acts", officeNumber);
  return writes(identified(command), { unsigned: true });
}

const identified = (command: Command): Command =>
  command.option("--scheme <scheme>", schemeHelp).option("--owner <segment>", ownerHelp);

async function freeze(context: Context, options: OrderOptions<FreezeReason>, text: string): Promise<void> {
  const { office, reason } = options;
  const session = await openLedger(context);
  const { thing, name } = await thingReference(context, session, text, options);
  const order = await documentDigest(options.order);
  const scope = await readOfficeScope(session.provider, session.deployment, office);
  const writing = await openAccount(context, session);
  // A name goes on the ledger only where the office has to show it.
  const shown = scope?.kind === "scheme" ? name : "";
  await carryOut(context, session, writing, {
    call: freezeThing(session.deployment, thing, { office, reason, order }, shown),
    done: `Froze the ${thing.kind} ${text}`,
    facts: [
      [thing.kind, thing.id],
      ["office", office],
      ["reason", reason],
      ["order", order],
    ],
    value: { thing, office, reason, order },
  });
}

async function unfreeze(context: Context, options: OrderOptions<LiftReason>, text: string): Promise<void> {
  const { office, reason } = options;
  const session = await openLedger(context);
  const { thing } = await thingReference(context, session, text, options);
  const order = await documentDigest(options.order);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: unfreezeThing(session.deployment, thing, { office, reason, order }),
    done: `Lifted office ${office}'s freeze of the ${thing.kind} ${text}`,
    facts: [
      [thing.kind, thing.id],
      ["reason", reason],
      ["order", order],
    ],
    value: { thing, office, reason, order },
  });
}

async function list(context: Context, flags: IdentifierFlags, text: string): Promise<void> {
  const session = await openLedger(context);
  const { thing } = await thingReference(context, session, text, flags);
  const topics = [addressTopic(session.deployment.contracts[registryOf[thing.kind]]), thingWord(thing)];
  const [frozen, lifted] = await Promise.all([
    eventsOf(session, "supervision", "ThingFrozen", topics),
    eventsOf(session, "supervision", "ThingUnfrozen", topics),
  ]);
  const counts = new Map<number, number>();
  for (const { event } of frozen) counts.set(event.office, (counts.get(event.office) ?? 0) + 1);
  for (const { event } of lifted) counts.set(event.office, (counts.get(event.office) ?? 0) - 1);
  const last = new Map(frozen.map((placed) => [placed.event.office, placed]));
  const freezes = [...last.values()]
    .filter(({ event }) => counts.get(event.office) === 1)
    .map(({ event, block, transaction }) => ({
      office: event.office,
      reason: freezeReasonOf(event.reason),
      order: toDigest(event.order),
      scope: officeScope(event.scopeKind, event.scope),
      block,
      transaction,
    }));
  const rows = freezes.map(({ office, reason, order, block }) => [
    String(office),
    reason,
    order,
    String(block),
  ]);
  context.output.result(
    rows.length === 0 ? "It is not frozen." : table(["office", "reason", "order", "block"], rows),
    { thing, freezes },
  );
}

async function accredit(
  context: Context,
  { name, scope: text }: AccreditOptions,
  number: string,
): Promise<void> {
  const office = officeNumber(number);
  const scope = parseScope(text);
  const session = await openLedger(context);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: accreditOffice(session.deployment, office, scope, name),
    done: `Accredited office ${office}, ${name}`,
    facts: [["scope", text]],
    value: { office, name, scope },
  });
}

async function admit(context: Context, number: string, text: string, member: boolean): Promise<void> {
  const office = officeNumber(number);
  const account = await partyAddress(context, text);
  const session = await openLedger(context);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: setOfficeMember(session.deployment, office, account, member),
    done: member ? `${account} acts for office ${office}` : `${account} no longer acts for office ${office}`,
    value: { office, account, member },
  });
}

function parseScope(text: string): OfficeScope {
  if (text === "all") return { kind: "all" };
  if (/^[A-Z]{2}$/.test(text)) return { kind: "jurisdiction", jurisdiction: text };
  if (isLedgerScheme(text)) return { kind: "scheme", scheme: schemeId(text) };
  throw usage(`"${text}" is not a scope.`, "Give all, two capital letters of ISO 3166-1, or a scheme.");
}

function officeNumber(text: string): number {
  const number = Number(text);
  if (/^\d{1,10}$/.test(text) && number <= largestOffice) return number;
  throw usage(`"${text}" is not an office.`, `Give its number, from 0 to ${largestOffice}.`);
}

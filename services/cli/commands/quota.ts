/** `cadastre quota`: tradable units of metered use of an asset's data. */
import { Command } from "commander";
import {
  allowUnits,
  consumeUnits,
  issueUnits,
  type QuotaKey,
  quotaKeyWords,
  transferUnits,
} from "../../ledger/actions/quotas.js";
import { ledgerContracts } from "../../ledger/contracts.js";
import { tokenWord, toQuotaId } from "../../ledger/hex.js";
import { asciiOf, assetOf } from "../../ledger/rightWords.js";
import { required } from "../config/settings.js";
import { type Context, doing, writes } from "../context.js";
import { notFound, usage } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { eventsOf } from "../ledger/events.js";
import { openAccount, openLedger } from "../ledger/session.js";
import { assetReference, type IdentifierFlags } from "../names/asset.js";
import { documentDigest } from "../names/digest.js";
import { partyAddress } from "../names/party.js";
import { endTime } from "../names/time.js";
import { facts, table, utcTime } from "../output/layout.js";
import { readAllowances } from "../resolver/delegates.js";
import { ownerHelp, schemeHelp } from "./identifierOptions.js";
import { settle } from "./quotaSettle.js";

interface IssueOptions extends IdentifierFlags {
  readonly asset: string;
  readonly to: string;
  readonly amount: string;
  readonly unit: string;
  readonly scope: string;
  readonly until?: string;
  readonly survivesSale?: boolean;
}
interface MoveOptions {
  readonly to: string;
  readonly amount: string;
}
interface ConsumeOptions {
  readonly amount: string;
  readonly evidence: string;
  readonly of?: string;
}
interface ShowOptions {
  readonly of?: string;
}

const quotaHelp = "quota id, as quota issue shows it";

export function quotaCommand(): Command {
  const quota = new Command("quota").description("issue, move and use up tradable units of use");
  writes(
    quota
      .command("issue")
      .description("issue units of use of an asset's data to a party")
      .requiredOption("--asset <asset>", "twin:ID, twin:FILE, sealed:ID, or an identifier")
      .requiredOption("--to <party>", "who gets them")
      .requiredOption("--amount <units>", "how many")
      .requiredOption("--unit <unit>", "what is counted, 1 to 32 characters: call, GB, kWh")
      .option("--scope <name>", "data set or submodel (default: all data)", "")
      .option("--until <time>", "last day, or the moment, for using them (default: no end)")
      .option("--survives-sale", "they outlive a sale of the asset")
      .option("--scheme <scheme>", schemeHelp)
      .option("--owner <segment>", ownerHelp),
  ).action(doing<IssueOptions>(issue));
  writes(
    quota
      .command("transfer")
      .description("hand units to another party")
      .argument("<quota>", quotaHelp)
      .requiredOption("--to <party>", "who gets them")
      .requiredOption("--amount <units>", "how many"),
  ).action(doing<MoveOptions>(transfer));
  writes(
    quota
      .command("allow")
      .description("let a party, such as the data's host, move and use some of your units")
      .argument("<quota>", quotaHelp)
      .requiredOption("--to <party>", "whom")
      .requiredOption("--amount <units>", "how many; 0 for no more"),
  ).action(doing<MoveOptions>(allow));
  writes(
    quota
      .command("consume")
      .description("use units up, with evidence of the use")
      .argument("<quota>", quotaHelp)
      .requiredOption("--amount <units>", "how many")
      .requiredOption("--evidence <document>", "what shows the use: a file, or its SHA-256")
      .option("--of <party>", "whose units, where it let you (default: your own)"),
  ).action(doing<ConsumeOptions>(consume));
  writes(
    quota
      .command("settle")
      .description("as a host of metered data, take the units that their holders signed for")
      .argument("<book>", "folder of the gateway's book"),
    { unsigned: true },
  ).action(doing(settle));
  quota
    .command("show")
    .description("show a quota as the chain has it")
    .argument("<quota>", quotaHelp)
    .option("--of <party>", "and how many of its units a party holds")
    .action(doing<ShowOptions>(show));
  quota
    .command("allowances")
    .description("list who may use whose units, from the resolver")
    .argument("<quota>", quotaHelp)
    .action(doing(allowances));
  return quota;
}

async function issue(context: Context, options: IssueOptions): Promise<void> {
  if (!/^[\x21-\x7e]{1,32}$/.test(options.unit))
    throw usage(`"${options.unit}" is not a unit.`, "Give 1 to 32 characters of ASCII.");
  const amount = units(options.amount);
  const session = await openLedger(context);
  const key: QuotaKey = {
    asset: await assetReference(session, options.asset, options),
    survivesSale: options.survivesSale ?? false,
    scope: options.scope,
    unit: options.unit,
    until: options.until === undefined ? 0 : endTime(options.until),
    terms: null,
  };
  const to = await partyAddress(context, options.to);
  const { quotas } = ledgerContracts(session.deployment, session.provider);
  const id = tokenWord(await quotas.quotaId(quotaKeyWords(key)));
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: issueUnits(session.deployment, key, to, amount),
    done: `Issued ${amount} ${key.unit} to ${to}`,
    facts: [
      ["quota", id],
      ["asset", `${key.asset.kind} ${key.asset.id}`],
      ["scope", key.scope || "all data"],
      ["until", key.until === 0 ? "never ends" : utcTime(key.until)],
    ],
    value: { quota: id, ...key, to, amount: amount.toString() },
  });
}

async function transfer(context: Context, options: MoveOptions, text: string): Promise<void> {
  const id = toQuotaId(text);
  const amount = units(options.amount);
  const session = await openLedger(context);
  const to = await partyAddress(context, options.to);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: transferUnits(session.deployment, id, { from: writing.party, to, amount }),
    done: `Moved ${amount} units to ${to}`,
    facts: [["quota", id]],
    value: { quota: id, from: writing.party, to, amount: amount.toString() },
  });
}

async function allow(context: Context, options: MoveOptions, text: string): Promise<void> {
  const id = toQuotaId(text);
  const amount = unitsOrNone(options.amount);
  const session = await openLedger(context);
  const spender = await partyAddress(context, options.to);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: allowUnits(session.deployment, id, { holder: writing.party, spender, amount }),
    done: `Let ${spender} use ${amount} units`,
    facts: [["quota", id]],
    value: { quota: id, holder: writing.party, spender, amount: amount.toString() },
  });
}

async function consume(context: Context, options: ConsumeOptions, text: string): Promise<void> {
  const id = toQuotaId(text);
  const amount = units(options.amount);
  const evidence = await documentDigest(options.evidence);
  const session = await openLedger(context);
  const writing = await openAccount(context, session);
  const holder = options.of === undefined ? writing.party : await partyAddress(context, options.of);
  await carryOut(context, session, writing, {
    call: consumeUnits(session.deployment, id, { holder, amount, evidence }),
    done: `Used ${amount} units of ${holder}`,
    facts: [
      ["quota", id],
      ["evidence", evidence],
    ],
    value: { quota: id, holder, amount: amount.toString(), evidence },
  });
}

async function allowances(context: Context, _options: object, text: string): Promise<void> {
  const id = toQuotaId(text);
  const found = await readAllowances(required(await context.settings(), "resolverUrl"), id);
  if (found === null)
    throw notFound(
      `The resolver knows no quota ${id}.`,
      "The index may be behind the chain: cadastre status",
    );
  const rows = found.map(({ holder, spender, units: left, given }) => [
    holder.name ?? holder.address,
    spender,
    left ?? "without limit",
    utcTime(given.time),
  ]);
  context.output.result(table(["holder", "may use", "units", "since"], rows), {
    quota: id,
    allowances: found,
  });
}

async function show(context: Context, { of }: ShowOptions, text: string): Promise<void> {
  const id = toQuotaId(text);
  const session = await openLedger(context);
  const { quotas } = ledgerContracts(session.deployment, session.provider);
  const state = await quotas.quotaOf(id);
  if (state.assetKind === 0n)
    throw notFound(`There is no quota ${id}.`, "Its id is shown where it is issued: cadastre quota issue");
  const [opened] = await eventsOf(session, "quotas", "QuotaOpened", [id]);
  const holder = of === undefined ? null : await partyAddress(context, of);
  const balance = holder === null ? null : (await quotas.balanceOf(holder, id)).toString();
  const asset = assetOf(Number(state.assetKind), tokenWord(BigInt(state.asset)));
  const shown = {
    quota: id,
    asset,
    scope: opened?.event.scopeName ?? "",
    unit: opened === undefined ? "" : asciiOf(opened.event.key.unit),
    until: Number(state.until),
    issued: state.issued.toString(),
    consumed: state.consumed.toString(),
    holder,
    balance,
  };
  context.output.result(
    facts([
      ["quota", id],
      ["asset", `${asset.kind} ${asset.id}`],
      ["scope", shown.scope || "all data"],
      ["unit", shown.unit],
      ["until", shown.until === 0 ? "never ends" : utcTime(shown.until)],
      ["issued", shown.issued],
      ["consumed", shown.consumed],
      ["held", balance === null ? null : `${balance} by ${holder}`],
    ]),
    shown,
  );
}

/** @throws CliError `CLI_USAGE` */
function units(text: string): bigint {
  const amount = unitsOrNone(text);
  if (amount > 0n) return amount;
  throw usage("0 units cannot be handed over or used.", "Give 1 or more.");
}

function unitsOrNone(text: string): bigint {
  if (/^\d{1,38}$/.test(text)) return BigInt(text);
  throw usage(`"${text}" is not a number of units.`, "Give whole units in digits.");
}

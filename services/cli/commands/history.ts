/** `cadastre history`: how a thing came to be what it is, from the resolver. */
import { Command } from "commander";
import { required } from "../config/settings.js";
import { type Context, doing } from "../context.js";
import { notFound } from "../errors.js";
import { openLedger } from "../ledger/session.js";
import type { IdentifierFlags } from "../names/asset.js";
import { thingHelp, thingReference } from "../names/thing.js";
import { table, utcTime } from "../output/layout.js";
import { type HistoryItem, readHistory } from "../resolver/history.js";

export function historyCommand(): Command {
  return new Command("history")
    .description("show every change of a thing, block by block")
    .argument("<thing>", thingHelp)
    .option("--scheme <scheme>", "read an identifier as one of this scheme")
    .option("--owner <segment>", "owner's segment of an identifier that nobody issues")
    .action(doing<IdentifierFlags>(run));
}

async function run(context: Context, flags: IdentifierFlags, text: string): Promise<void> {
  const resolverUrl = required(await context.settings(), "resolverUrl");
  const session = await openLedger(context);
  const { thing } = await thingReference(context, session, text, flags);
  const items = await readHistory(resolverUrl, thing);
  if (items === null) {
    throw notFound(
      `The resolver knows no ${thing.kind} ${thing.id}.`,
      "The index may be behind the chain: cadastre status",
    );
  }
  context.output.result(table(["block", "time", "by", "owner", "changes"], items.map(row)), { thing, items });
}

function row({ block, transactions, owner, changes }: HistoryItem): readonly string[] {
  const senders = transactions.flatMap(({ by }) => (by === null ? [] : [by.name ?? by.address]));
  return [
    String(block.number),
    utcTime(block.time),
    [...new Set(senders)].join(", ") || "–",
    owner.name ?? owner.address,
    said(changes),
  ];
}

function said(changes: HistoryItem["changes"]): string {
  // Of the first version everything is new.
  if (changes.every(({ before }) => before === null)) return "registered";
  return changes.map(({ field, before, after }) => `${field}: ${change(before, after)}`).join("; ");
}

/** Of what is not a word or a number, no more than that it changed: `--json` has it whole. */
function change(before: unknown, after: unknown): string {
  if (after !== null && typeof after === "object") return before === null ? "set" : "changed";
  return before === null || typeof before === "object" ? short(after) : `${short(before)} → ${short(after)}`;
}

/** Digests and ids tell nothing by their end. */
function short(value: unknown): string {
  return String(value).replace(/^(0x[0-9a-f]{8})[0-9a-f]{56}$/, "$1…");
}

/** `cadastre right log`: who was let at what, from the resolver's access log, and whether the ledger vouches for it. */
import { join } from "node:path";
import type { Command } from "commander";
import type { AccessEntry } from "../../accessLog/entry.js";
import { required } from "../config/settings.js";
import { asks, type Context, doing } from "../context.js";
import { usage } from "../errors.js";
import { type LedgerSession, openLedger } from "../ledger/session.js";
import { assetReference, type IdentifierFlags } from "../names/asset.js";
import { makeFolder, writeFileFor } from "../output/file.js";
import { facts, table, utcTime } from "../output/layout.js";
import { type AnchoredEntry, anchoredOn, entryProofIn, ofAnotherEntry } from "../proofs/accessEntry.js";
import { type AccessLogItem, readAccessLog, readEntryProof } from "../resolver/accessLog.js";
import { type Asker, openAsker } from "../resolver/asker.js";
import { ownerHelp, schemeHelp } from "./identifierOptions.js";

interface LogOptions extends IdentifierFlags {
  readonly verify?: boolean;
  readonly save?: string;
  readonly check?: string;
}

export function addLogCommand(right: Command): void {
  asks(
    right
      .command("log")
      .description("show what was decided and disclosed about you and what you own, from the resolver's log")
      .argument("[asset]", "twin:ID, twin:FILE, sealed:ID, or an identifier; all where left out")
      .option("--scheme <scheme>", schemeHelp)
      .option("--owner <segment>", ownerHelp)
      .option("--verify", "check each entry's proof, and that the ledger has its checkpoint")
      .option("--save <folder>", "with --verify: keep the proofs, one file each")
      .option("--check <file>", "check a kept proof against the ledger; no resolver is asked"),
  ).action(doing<LogOptions>(log));
}

async function log(context: Context, options: LogOptions, asset: string): Promise<void> {
  if (options.check !== undefined) return await check(context, options.check);
  if (options.save !== undefined && options.verify !== true)
    throw usage("There is nothing to keep.", "Proofs are asked for with --verify.");
  const resolverUrl = required(await context.settings(), "resolverUrl");
  const asker = await openAsker(context);
  const session = asset === "" && options.verify !== true ? null : await openLedger(context);
  const about = asset === "" || session === null ? null : await assetReference(session, asset, options);
  const items = await readAccessLog(resolverUrl, asker, about);
  if (options.verify !== true || session === null) return show(context, items, null);
  const anchored = await anchorsOf(items, { session, resolverUrl, asker, folder: options.save });
  show(context, items, anchored);
}

/** @param anchored Where the ledger has each entry; null where that was not asked. */
function show(
  { output }: Context,
  items: readonly AccessLogItem[],
  anchored: readonly (AnchoredEntry | null)[] | null,
): void {
  const header = ["no.", "time", "what", "outcome", "reason", "party", "asset"];
  const rows = items.map(({ entry }, index) =>
    anchored === null ? row(entry) : [...row(entry), whenAnchored(anchored[index] ?? null)],
  );
  const text = table(anchored === null ? header : [...header, "anchored"], rows);
  output.result(items.length === 0 ? "There are no entries that concern you." : text, {
    entries: items.map((item, index) => (anchored === null ? item : { ...item, anchored: anchored[index] })),
  });
}

const whenAnchored = (anchored: AnchoredEntry | null): string =>
  anchored === null ? "not yet" : utcTime(anchored.anchoredAt);

const row = (entry: AccessEntry): readonly string[] => [
  String(entry.sequence),
  entry.time,
  `${entry.kind}: ${entry.action}${entry.scope === null ? "" : ` ${entry.scope}`}`,
  entry.outcome,
  entry.reason,
  partyText(entry),
  `${entry.asset.kind} ${entry.asset.id}`,
];

const partyText = ({ subject, onBehalfOf }: AccessEntry): string =>
  `${subject ?? "unknown"}${onBehalfOf === null ? "" : ` for ${onBehalfOf}`}`;

interface Proving {
  readonly session: LedgerSession;
  readonly resolverUrl: string;
  readonly asker: Asker;
  /** Where proofs are kept. */
  readonly folder: string | undefined;
}

async function anchorsOf(
  items: readonly AccessLogItem[],
  { session, resolverUrl, asker, folder }: Proving,
): Promise<readonly (AnchoredEntry | null)[]> {
  if (folder !== undefined) await makeFolder(folder);
  const anchored: (AnchoredEntry | null)[] = [];
  for (const { entry, hash } of items) {
    const proof = await readEntryProof(resolverUrl, asker, entry.sequence);
    if (proof !== null && proof.hash !== hash) throw ofAnotherEntry(proof);
    anchored.push(proof === null ? null : await anchoredOn(session, proof));
    if (proof === null || folder === undefined) continue;
    const file = join(folder, `access-${entry.sequence}.proof.json`);
    await writeFileFor(file, `${JSON.stringify(proof, null, 2)}\n`);
  }
  return anchored;
}

async function check(context: Context, file: string): Promise<void> {
  const proof = await entryProofIn(file);
  const anchored = await anchoredOn(await openLedger(context), proof);
  const { entry, hash } = proof;
  context.output.result(
    facts([
      ["entry", `${entry.sequence}, of ${entry.time}`],
      [entry.kind, `${entry.action}: ${entry.outcome}, ${entry.reason}`],
      ["party", partyText(entry)],
      ["asset", `${entry.asset.kind} ${entry.asset.id}`],
      ["anchored", `${utcTime(anchored.anchoredAt)} by ${anchored.author}`],
      ["bundle", anchored.bundle],
    ]),
    { verdict: "proven", entry, hash, anchored },
  );
}

/** `cadastre audit`: a signed report of a thing over a period, and whether one is as it was signed. */
import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { type LoggedBy, verifyAccesses, verifyAnchored } from "../../audit/accesses.js";
import { verifyReport } from "../../audit/document.js";
import { AuditError } from "../../audit/errors.js";
import { type Standing, unprovenStanding, verifyState } from "../../audit/proof.js";
import type { Accesses, Report } from "../../audit/report.js";
import { unreadable } from "../../importers/digest.js";
import { loadDeployment } from "../../ledger/deployment/deployment.js";
import { hashSchema } from "../../ledger/hex.js";
import type { LedgerPlace, Trust } from "../../proofs/index.js";
import { required } from "../config/settings.js";
import { type Context, doing } from "../context.js";
import { usage } from "../errors.js";
import { openLedger } from "../ledger/session.js";
import { thingHelp, thingReference } from "../names/thing.js";
import { endTime, startTime } from "../names/time.js";
import { writeFileFor } from "../output/file.js";
import { facts, utcTime } from "../output/layout.js";
import { safe } from "../output/safe.js";
import { openAsker } from "../resolver/asker.js";
import { readReport } from "../resolver/audit.js";

const formats = ["json", "csv", "html"] as const;

interface MakeFlags {
  readonly from?: string;
  readonly to?: string;
  readonly format?: string;
  readonly out?: string;
  readonly signed?: boolean;
}

interface VerifyFlags {
  readonly key?: string;
  readonly blockHash?: string;
}

export function auditCommand(): Command {
  return new Command("audit")
    .description("make a signed report of a thing over a period, and verify one")
    .argument("<thing>", thingHelp)
    .option("--from <date>", "first day of the period, or a time (default: the ledger's beginning)")
    .option("--to <date>", "last day of the period, or a time (default: now)")
    .option("--format <format>", "json (the report), csv or html (copies for reading)", "json")
    .option("--signed", "ask as your party: with what the access log has for it, entry by entry")
    .option("--out <file>", "where to write it (default: print it)")
    .addCommand(
      new Command("verify")
        .description("see whether a report is as it was signed, without a network")
        .argument("<file>", "the report in JSON, as it was handed out")
        .option(
          "--key <thumbprint>",
          "key that must have signed it: `kid` of the maker's /.well-known/jwks.json",
        )
        .option(
          "--block-hash <hash>",
          "hash of the block that it is of, from whom you trust: checks its proof",
        )
        .action(doing<VerifyFlags>(verify)),
    )
    .action(doing<MakeFlags>(make));
}

async function make(context: Context, flags: MakeFlags, text: string): Promise<void> {
  const format = formats.find((known) => known === flags.format);
  if (format === undefined)
    throw usage(`"${flags.format}" is not a format.`, `It is one of ${formats.join(", ")}.`);
  const resolverUrl = required(await context.settings(), "resolverUrl");
  const { thing } = await thingReference(context, await openLedger(context), text, {});
  const period = {
    ...(flags.from === undefined ? {} : { from: String(startTime(flags.from)) }),
    // A date means the whole of that day.
    ...(flags.to === undefined ? {} : { to: String(lastSecond(flags.to)) }),
  };
  const report = await readReport(
    resolverUrl,
    thing,
    { ...period, format },
    flags.signed === true ? await openAsker(context) : null,
  );
  if (flags.out === undefined) {
    context.output.document(report);
    return;
  }
  await writeFileFor(flags.out, report);
  context.output.result(
    `Written to ${flags.out}.${format === "json" ? ` Check it: cadastre audit verify ${flags.out}` : ""}`,
    { thing, file: flags.out, format },
  );
}

const lastSecond = (text: string): number => endTime(text) - (endTime(text) === startTime(text) ? 0 : 1);

async function verify(context: Context, { key, blockHash }: VerifyFlags, file: string): Promise<void> {
  const { report, digest, kid } = await verifyReport(await textOf(file));
  if (key !== undefined && key !== kid) throw otherKey(kid);
  const trusted = blockHash === undefined ? null : await trustedBlock(context, blockHash);
  const proven = trusted && verifyState(report, trusted.place, trusted.block);
  const log = accessesIn(report, trusted);
  const { confirmed, unconfirmed } = proven ?? unprovenStanding(report);
  const { subject, period, asOf, issuer } = report;
  const trust =
    key === undefined
      ? `Whose key that is, the file cannot tell: compare with ${safe(issuer)}/.well-known/jwks.json, or give --key.`
      : "That is the key that was asked for.";
  context.output.result(
    `${facts([
      ["verdict", "as it was signed"],
      ["report", `${subject.kind} ${subject.id}`],
      ["period", `${utcTime(period.from)} to ${utcTime(period.to)}`],
      ["as of", `block ${asOf.number} ${asOf.hash}`],
      ["digest", digest],
      ["signed by", kid],
      ["proof", proof(report, proven)],
      ["proven", confirmed.join(", ")],
      ["word alone", unconfirmed.join(", ")],
      ["access log", log?.text ?? null],
    ])}\n\n${trust}\n${wordAlone}`,
    {
      verdict: "as signed",
      digest,
      kid,
      issuer,
      subject,
      period,
      asOf,
      proven: proven !== null,
      confirmed,
      unconfirmed,
      accessLog: log?.json ?? null,
    },
  );
}

const wordAlone =
  "What is listed as word alone rests on the word of whoever signed the report, and on nothing else.";

function proof({ proof: held, unproven }: Report, proven: Standing | null): string {
  if (proven !== null) return "holds against the block's hash, for what is listed as proven";
  return held === null ? `none: ${unproven}` : "not checked: give --block-hash";
}

interface TrustedBlock {
  readonly place: LedgerPlace;
  readonly block: Trust;
}

async function trustedBlock(context: Context, blockHash: string): Promise<TrustedBlock> {
  const hash = hashSchema.safeParse(blockHash);
  if (!hash.success) throw usage("That is not a block's hash.", "It is 0x and 64 hexadecimal digits.");
  const place = await loadDeployment(required(await context.settings(), "deployment"));
  return { place, block: { kind: "hash", hash: hash.data } };
}

/** null where the report has nothing of it. */
function accessesIn(report: Report, trusted: TrustedBlock | null) {
  const { accesses } = report;
  if (accesses === undefined) return null;
  const log = verifyAccesses(report, accesses);
  const anchoredAt = trusted && verifyAnchored(report, accesses, log, trusted);
  const { entries, bundle, author } = log;
  const pending = accesses.pending.length;
  return {
    text: [
      logged(entries - pending, accesses, log, anchoredAt),
      pending === 0 ? null : `${pending} of ${accesses.party} that no checkpoint covers yet: word alone`,
      "that there are no others: word alone",
    ]
      .filter((line) => line !== null)
      .join("; "),
    json: { party: accesses.party, entries, pending, bundle, author, anchoredAt },
  };
}

function logged(
  count: number,
  { party, unanchored }: Accesses,
  { author }: LoggedBy,
  anchoredAt: number | null,
): string {
  if (count === 0) return `none of ${party} is shown to be in a log`;
  const where =
    anchoredAt === null
      ? `that it is on the ledger is not shown: ${unanchored ?? "give --block-hash"}`
      : `on the ledger since ${utcTime(anchoredAt)}`;
  return `${count} of ${party} are in the log whose checkpoint is by ${author}, ${where}`;
}

function otherKey(kid: string): AuditError {
  return new AuditError("AUDIT_OTHER_KEY", `The report is signed by another key: ${kid}.`, {
    hint: "It is not of the maker that you trust, or of one of its earlier keys.",
  });
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

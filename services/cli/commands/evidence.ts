/** `cadastre evidence`: vouch for documents on the ledger, and see who did. */
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { Command } from "commander";
import { z } from "zod";
import { sha256OfFile, unreadable } from "../../importers/digest.js";
import { parseDigest } from "../../importers/table/entry.js";
import { anchorBundle, anchorDigests, mostDigests } from "../../ledger/actions/evidence.js";
import { type BundleTree, bundleTree } from "../../ledger/bundleTree.js";
import { hashSchema, toDigest } from "../../ledger/hex.js";
import type { Digest } from "../../store/model.js";
import { type Context, doing, writes } from "../context.js";
import { notFound, usage } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { openAccount, openLedger } from "../ledger/session.js";
import { anchorTable, vouchersOf } from "../ledger/vouchers.js";
import { documentDigest } from "../names/digest.js";
import { writeNewFile } from "../output/file.js";
import {
  type AuthorOption,
  authorIn,
  type DataOptions,
  digestsOf,
  verifyEvents,
  verifyIntegrity,
} from "./evidenceData.js";

interface BundleOptions {
  readonly manifest: string;
  readonly uri: string;
  readonly supersedes?: string;
}
interface VerifyOptions extends DataOptions, AuthorOption {
  readonly manifest?: string;
}

/** A bundle's list of documents: what whoever checks one of them needs besides the document. */
const manifestSchema = z.strictObject({
  root: hashSchema,
  documents: z.array(z.strictObject({ name: z.string(), digest: hashSchema })).min(1),
});

export function evidenceCommand(): Command {
  const evidence = new Command("evidence").description("vouch for documents on the ledger, and see who did");
  writes(
    evidence
      .command("anchor")
      .description("anchor documents: that they were there, and yours to vouch for, at the block's time")
      .argument("<documents...>", `1 to ${mostDigests} files, or SHA-256 digests`)
      .option("--epcis", "of EPCIS documents anchor each event, by its CBV 2.0 event hash")
      .option("--integrity", "of Catena-X parts check the data chain, and anchor the integrity aspects")
      .option("--signer-key <file>", "with --integrity: public key (PEM) that the aspects are signed with"),
  ).action(doing<DataOptions>(anchor));
  writes(
    evidence
      .command("bundle")
      .description("anchor any number of files under one root")
      .argument("<files...>", "the documents")
      .requiredOption("--manifest <file>", "where to write the list that proves each of them")
      .option("--uri <uri>", "where the list may be read", "")
      .option("--supersedes <root>", "root of your bundle that this one replaces"),
  ).action(doing<BundleOptions>(bundle));
  evidence
    .command("verify")
    .description("say who anchored a document, and when, as the chain has it")
    .argument("<document>", "a file, or its SHA-256")
    .option("--author <party>", "ask for one party only")
    .option("--manifest <file>", "the list of the bundle that it is part of")
    .option("--epcis", "of an EPCIS document ask for each event, by its CBV 2.0 event hash")
    .option("--integrity", "of Catena-X parts check the data chain, and ask for the integrity aspects")
    .option("--signer-key <file>", "with --integrity: public key (PEM) that the aspects are signed with")
    .action(doing<VerifyOptions>(verify));
  return evidence;
}

async function anchor(context: Context, options: DataOptions, ...texts: string[]): Promise<void> {
  const named: Digest[] = [];
  for (const text of given(texts)) named.push(...(await digestsOf(text, options)));
  const [first, ...rest] = [...new Set(named)];
  if (first === undefined || rest.length >= mostDigests)
    throw usage("That is not a number of documents.", `Anchor 1 to ${mostDigests} at once, or a bundle.`);
  const session = await openLedger(context);
  const writing = await openAccount(context, session);
  const digests = [first, ...rest] as const;
  await carryOut(context, session, writing, {
    call: anchorDigests(session.deployment, writing.party, [first, ...rest]),
    done: `Anchored ${digests.length === 1 ? first : `${digests.length} documents`} for ${writing.party}`,
    facts: digests.map((digest) => ["SHA-256", digest] as const),
    value: { author: writing.party, digests },
  });
}

async function bundle(context: Context, options: BundleOptions, ...files: string[]): Promise<void> {
  const documents = [];
  // One after the other: there may be more of them than a process opens files.
  for (const file of given(files)) documents.push({ name: basename(file), digest: await sha256OfFile(file) });
  const { root, count } = bundleTree(documents.map(({ digest }) => digest));
  const supersedes = options.supersedes === undefined ? null : parseDigest(options.supersedes);
  const session = await openLedger(context);
  const writing = await openAccount(context, session);
  if (!context.flags.dryRun)
    await keepManifest(options.manifest, `${JSON.stringify({ root, documents }, null, 2)}\n`);
  await carryOut(context, session, writing, {
    call: anchorBundle(session.deployment, writing.party, { root, count, uri: options.uri, supersedes }),
    done: `Anchored a bundle of ${count} documents for ${writing.party}`,
    facts: [
      ["root", root],
      ["supersedes", supersedes],
      ["list", options.manifest],
    ],
    value: { author: writing.party, root, count, uri: options.uri, supersedes, manifest: options.manifest },
  });
}

/**
 * Before it is anchored, as a root whose list is lost proves nothing; so no other list is written over either.
 * @throws CliError `CLI_USAGE` where there is another file, `CLI_FILE_UNWRITABLE`
 */
async function keepManifest(file: string, text: string): Promise<void> {
  if ((await readFile(file, "utf8").catch(() => null)) === text) return;
  const hint = "It may be the only list of another bundle. Name another file: --manifest.";
  await writeNewFile(file, text, { hint });
}

/** An operand that was left out is empty. */
const given = (operands: readonly string[]): readonly string[] => operands.filter((text) => text !== "");

async function verify(context: Context, options: VerifyOptions, text: string): Promise<void> {
  if (options.epcis === true || options.integrity === true) return await verifyData(context, options, text);
  const digest = await documentDigest(text);
  const tree = options.manifest === undefined ? null : await readManifest(options.manifest);
  if (tree !== null && tree.proof(digest) === null)
    throw notFound(`The bundle's list does not have ${digest}.`, "Check the document, byte for byte.");
  const session = await openLedger(context);
  const asked = tree?.root ?? digest;
  const anchors = await vouchersOf(session, asked, await authorIn(context, options.author), tree !== null);
  if (anchors.length === 0)
    throw notFound(`Nobody has anchored ${asked}.`, "Check the document, byte for byte, and the author.");
  context.output.result(`${digest}\n${anchorTable(anchors)}`, { digest, anchors });
}

function verifyData(context: Context, options: VerifyOptions, file: string): Promise<void> {
  if (options.manifest !== undefined || (options.epcis === true && options.integrity === true))
    throw usage("It is one of them.", "Give --manifest, --epcis or --integrity.");
  return options.epcis === true
    ? verifyEvents(context, options, file)
    : verifyIntegrity(context, options, file);
}

/** @throws CliError `CLI_USAGE` for a file that is no list, or not that of its root. */
async function readManifest(file: string): Promise<BundleTree> {
  if (!(await stat(file).catch(() => null))?.isFile()) throw unreadable(file, undefined);
  const parsed = manifestSchema.safeParse(json(await readFile(file, "utf8")));
  if (!parsed.success)
    throw usage(`"${file}" is not a bundle's list.`, "Give the one that evidence bundle wrote.");
  const tree = bundleTree(parsed.data.documents.map(({ digest }) => toDigest(digest)));
  if (tree.root === toDigest(parsed.data.root)) return tree;
  throw usage(`The documents in "${file}" are not those of its root.`, "The list was changed: get it anew.");
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

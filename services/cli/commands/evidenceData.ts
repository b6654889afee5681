/** Evidence of data by its own standard: the events of an EPCIS document, the aspects of a Catena-X data chain. */
import { createPublicKey, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { checkIntegrity, type IntegritySet } from "../../evidence/integrity/check.js";
import { unreadable } from "../../importers/digest.js";
import { toDigest } from "../../ledger/hex.js";
import type { Address, Digest } from "../../store/model.js";
import type { Context } from "../context.js";
import { CliError, notFound, usage } from "../errors.js";
import { openLedger } from "../ledger/session.js";
import { anchorTable, type Vouched, vouchersOf } from "../ledger/vouchers.js";
import { documentDigest } from "../names/digest.js";
import { eventHashes } from "../names/epcis.js";
import { partyAddress } from "../names/party.js";

export interface DataOptions {
  readonly epcis?: boolean;
  readonly integrity?: boolean;
  /** File with the public key of whoever signed the aspects. */
  readonly signerKey?: string;
}
export interface AuthorOption {
  readonly author?: string;
}

/** What is vouched for: the document, each of its events, or each integrity aspect in it. */
export async function digestsOf(text: string, options: DataOptions): Promise<readonly Digest[]> {
  if (options.epcis === true && options.integrity === true)
    throw usage("It is one or the other.", "Give --epcis or --integrity.");
  if (options.epcis === true) return (await eventHashes(text)).map(({ digest }) => toDigest(digest));
  if (options.integrity === true) return (await soundSet(text, options)).roots.map(toDigest);
  return [await documentDigest(text)];
}

export async function verifyEvents(context: Context, options: AuthorOption, file: string): Promise<void> {
  const hashes = await eventHashes(file);
  const digests = hashes.map(({ digest }) => toDigest(digest));
  const events = (await vouched(context, options, digests)).map((anchors, index) => ({
    id: hashes[index]?.id ?? "",
    anchors,
  }));
  const missing = events.findIndex(({ anchors }) => anchors.length === 0);
  if (missing >= 0) {
    throw notFound(
      `Nobody has anchored event ${missing + 1} of ${events.length}: ${events[missing]?.id}.`,
      "Something in it differs from what was anchored, or it never was.",
    );
  }
  const text = events.map(({ id, anchors }) => `${id}\n${anchorTable(anchors)}`).join("\n");
  context.output.result(text, { events });
}

export async function verifyIntegrity(
  context: Context,
  options: DataOptions & AuthorOption,
  file: string,
): Promise<void> {
  const { roots, findings } = await soundSet(file, options);
  const anchors = await vouched(context, options, roots.map(toDigest));
  const aspects = roots.map((hash, index) => ({ hash, anchors: anchors[index] ?? [] }));
  const missing = aspects.find((aspect) => aspect.anchors.length === 0);
  if (missing !== undefined) {
    throw notFound(
      `Nobody has anchored the integrity aspect ${missing.hash}.`,
      "All that it names agrees with it; but it may not be the one that was anchored.",
    );
  }
  const text = aspects.map(({ hash, anchors: by }) => `${hash}\n${anchorTable(by)}`).join("\n");
  context.output.result(`${findings.length} aspects are as their integrity aspects say.\n${text}`, {
    checked: findings.length,
    signatures: options.signerKey === undefined ? "not checked" : "checked",
    aspects,
  });
}

async function vouched(
  context: Context,
  { author: named }: AuthorOption,
  digests: readonly Digest[],
): Promise<readonly (readonly Vouched[])[]> {
  const session = await openLedger(context);
  const author = await authorIn(context, named);
  const found: (readonly Vouched[])[] = [];
  for (const digest of digests) found.push(await vouchersOf(session, digest, author, false));
  return found;
}

export const authorIn = async (context: Context, author: string | undefined): Promise<Address | null> =>
  author === undefined ? null : await partyAddress(context, author);

/** @throws CliError `CLI_MISMATCH` where an aspect is not as the set says; `CLI_USAGE` for a file that is no such set. */
async function soundSet(file: string, { signerKey }: DataOptions): Promise<IntegritySet> {
  const key = signerKey === undefined ? null : publicKeyIn(await textOf(signerKey), signerKey);
  const set = checkIntegrity(await textOf(file), key);
  if (set === null) {
    throw usage(
      `"${file}" is no set of Catena-X parts with integrity aspects.`,
      "Give the parts with all aspects that are named, in one JSON file.",
    );
  }
  const wrong = set.findings.filter(({ verdict }) => verdict !== "holds");
  const [first] = wrong;
  if (first === undefined) return set;
  throw new CliError(
    "CLI_MISMATCH",
    `${wrong.length} of ${set.findings.length} aspects are not as the set says: ${first.aspect} of ${first.child}, ${words[first.verdict]}.`,
    { hint: "--json lists them all.", details: { findings: wrong } },
  );
}

const words = {
  holds: "it holds",
  "part-missing": "the part is missing",
  "aspect-missing": "the aspect is missing",
  "payload-changed": "its payload was changed",
  "signature-wrong": "its signature is not by that key",
};

const textOf = (file: string): Promise<string> =>
  readFile(file, "utf8").catch((cause) => {
    throw unreadable(file, cause);
  });

function publicKeyIn(text: string, file: string): KeyObject {
  try {
    return createPublicKey(text);
  } catch {
    throw usage(`"${file}" holds no public key.`, "Give a key or a certificate in PEM.");
  }
}

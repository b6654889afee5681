/** Twins, records and namespaces as people name them. */
import { stat } from "node:fs/promises";
import { type LedgerIdentifier, selfAssertedSchemes } from "../../identifiers/identifier.js";
import { globalAssetId, isLedgerIdentifier, isScheme, parseIdentifier } from "../../identifiers/index.js";
import { namespaceText } from "../../identifiers/namespaceText.js";
import { sha256OfFile } from "../../importers/digest.js";
import { toBatchId, toSealedId, toTwinId } from "../../ledger/hex.js";
import { readBatch } from "../../ledger/reads/batches.js";
import { readNamespace } from "../../ledger/reads/namespaces.js";
import { readSealedRecord } from "../../ledger/reads/sealedRecords.js";
import { readTwin, readTwinByContent } from "../../ledger/reads/twins.js";
import type { Asset, BatchId, SealedId, Token, TwinId } from "../../store/model.js";
import { notFound, unknownScheme, usage } from "../errors.js";
import { locateRecord } from "../ledger/locate.js";
import type { LedgerSession } from "../ledger/session.js";
import { parseNamespace } from "./namespace.js";

const wordForm = /^0x[0-9a-fA-F]{64}$/;

export interface IdentifierFlags {
  readonly scheme?: string;
  /** Owner's segment, for identifiers that nobody issues. */
  readonly owner?: string;
}

/**
 * An identifier that the ledger can hold a record for.
 * @throws CliError `CLI_USAGE`; IdentifierError
 */
export function ledgerIdentifier(text: string, { scheme, owner }: IdentifierFlags): LedgerIdentifier {
  if (scheme !== undefined && !isScheme(scheme)) throw unknownScheme(scheme);
  const identifier = parseIdentifier(text, scheme === undefined ? {} : { scheme });
  if (isLedgerIdentifier(identifier)) return identifier;
  if (owner !== undefined) return globalAssetId(owner, identifier.canonical);
  throw usage(
    `"${text}" has no issuing authority (${selfAssertedSchemes.join(", ")}): it is registered under its owner.`,
    "Name the owner's segment: --owner, such as a BPN or a domain.",
  );
}

export const twinArgument = "twin id, or a file that is the content of one of its versions";

/**
 * A twin: its id, or a file that is the content of one of its versions.
 * @throws CliError `CLI_NOT_FOUND`; ImportError `IMPORT_FILE_UNREADABLE`
 */
export async function twinReference(session: LedgerSession, text: string): Promise<TwinId> {
  const { provider, deployment } = session;
  const name = text.replace(/^(?:twin|file):/, "");
  if (wordForm.test(name)) {
    const id = toTwinId(name);
    if ((await readTwin(provider, deployment, id)) !== null) return id;
    throw notFound(`There is no twin ${id}.`, "Give a twin's id, or a file that is its content.");
  }
  if (!(await isFile(name)))
    throw usage(`"${name}" is neither a twin's id nor a file.`, "An id is 0x and 64 hexadecimal digits.");
  const digest = await sha256OfFile(name);
  const twin = await readTwinByContent(provider, deployment, digest);
  if (twin !== null) return twin;
  throw notFound(
    `No twin has the content of "${name}" (SHA-256 ${digest}).`,
    "Register it: cadastre twin mint",
  );
}

/** `twin:ID`, `twin:FILE`, `sealed:ID`, or an identifier, whose record it is then. */
export async function assetReference(
  session: LedgerSession,
  text: string,
  flags: IdentifierFlags,
): Promise<Asset> {
  if (/^(?:twin|file):/.test(text) || wordForm.test(text))
    return { kind: "twin", id: await twinReference(session, text) };
  if (text.startsWith("sealed:")) return { kind: "sealed", id: await sealedReference(session, text) };
  const record = await locateRecord(session, ledgerIdentifier(text.replace(/^id:/, ""), flags));
  return { kind: "record", id: record.id };
}

/** What {@link assetReference} takes, `batch:ID`, or `namespace:SCHEME:PREFIX`. */
export async function tokenReference(
  session: LedgerSession,
  text: string,
  flags: IdentifierFlags,
): Promise<Token> {
  if (text.startsWith("batch:")) return { kind: "batch", id: await batchReference(session, text) };
  if (!text.startsWith("namespace:")) return assetReference(session, text, flags);
  const name = parseNamespace(text.slice("namespace:".length));
  const state = await readNamespace(session.provider, session.deployment, name);
  if (state === null)
    throw notFound(
      `The namespace ${namespaceText(name)} is not delegated.`,
      "Delegate it: cadastre namespace delegate",
    );
  return { kind: "namespace", id: state.id };
}

/**
 * A sealed record by its id, `sealed:` in front or not.
 * @throws CliError `CLI_USAGE`, `CLI_NOT_FOUND`
 */
export async function sealedReference(
  { provider, deployment }: LedgerSession,
  text: string,
): Promise<SealedId> {
  const name = text.replace(/^sealed:/, "");
  if (!wordForm.test(name))
    throw usage(`"${name}" is not a sealed record's id.`, "An id is 0x and 64 hexadecimal digits.");
  const id = toSealedId(name);
  if ((await readSealedRecord(provider, deployment, id)) !== null) return id;
  throw notFound(`There is no sealed record ${id}.`, "Register one: cadastre sealed register");
}

/**
 * A batch by its id, `batch:` in front or not.
 * @throws CliError `CLI_USAGE`, `CLI_NOT_FOUND`
 */
export async function batchReference(
  { provider, deployment }: LedgerSession,
  text: string,
): Promise<BatchId> {
  const name = text.replace(/^batch:/, "");
  if (!wordForm.test(name))
    throw usage(`"${name}" is not a batch's id.`, "An id is 0x and 64 hexadecimal digits.");
  const id = toBatchId(name);
  if ((await readBatch(provider, deployment, id)) !== null) return id;
  throw notFound(`There is no batch ${id}.`, "Issue one: cadastre batch register-range");
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}

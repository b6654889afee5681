/** Sealed records as people name them: by their ids, or by identifiers whose salts are at hand. */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import type { Hex } from "../../ledger/hex.js";
import { schemeId } from "../../ledger/ids.js";
import type { Context } from "../context.js";
import { usage } from "../errors.js";
import { type LocatedSealed, sealedById, sealedByIdentifier } from "../ledger/sealedRecords.js";
import type { LedgerSession } from "../ledger/session.js";
import { type IdentifierFlags, ledgerIdentifier, sealedReference } from "../names/asset.js";
import { type KeptOptions, keptFile, readKept } from "./kept.js";
import { readSecret } from "./secret.js";

export interface SealedOptions extends IdentifierFlags, KeptOptions {
  readonly secretFile?: string;
}

/** An identifier with the salt of its seal. */
export interface Opening {
  readonly identifier: LedgerIdentifier;
  readonly salt: Hex;
}

export interface ReferredSealed {
  readonly located: LocatedSealed;
  /** null where it was named by its id. */
  readonly opening: Opening | null;
}

const idForm = /^(?:sealed:)?0x[0-9a-fA-F]{64}$/;

/** @throws CliError `CLI_USAGE`, `CLI_NOT_FOUND` */
export async function referredSealed(
  context: Context,
  session: LedgerSession,
  options: SealedOptions,
  text: string,
): Promise<ReferredSealed> {
  if (idForm.test(text))
    return { located: await sealedById(session, await sealedReference(session, text)), opening: null };
  return openedSealed(context, session, options, text);
}

/** One that is named by its identifier. @throws CliError `CLI_USAGE`, `CLI_NOT_FOUND` */
export async function openedSealed(
  context: Context,
  session: LedgerSession,
  options: SealedOptions,
  text: string,
): Promise<{ readonly located: LocatedSealed; readonly opening: Opening }> {
  const identifier = ledgerIdentifier(text, options);
  const salt = await saltOf(context, session, options, identifier);
  return { located: await sealedByIdentifier(session, identifier, salt), opening: { identifier, salt } };
}

/** From the secret where it is given, else from what was kept. */
async function saltOf(
  context: Context,
  { deployment }: LedgerSession,
  options: SealedOptions,
  { scheme, canonical }: LedgerIdentifier,
): Promise<Hex> {
  if (options.secretFile !== undefined)
    return (await readSecret(options.secretFile)).saltOf(schemeId(scheme), canonical);
  const kept = await readKept(keptFile(context.home, options), deployment);
  const last = kept.findLast((entry) => entry.scheme === scheme && entry.identifier === canonical);
  if (last !== undefined) return last.salt;
  throw usage(
    `The salt of ${scheme} ${canonical} is not known here.`,
    "Give the secret that it was sealed with: --secret-file; or the file that was kept: --kept.",
  );
}

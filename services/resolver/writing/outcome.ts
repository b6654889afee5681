/** What becomes of a write: told in the resolver's terms, and not before the index has it. */
import { setTimeout as sleep } from "node:timers/promises";
import { ImportError, type ImportErrorCode } from "../../importers/errors.js";
import { LedgerError } from "../../ledger/errors.js";
import type { Store } from "../../store/store.js";
import { type ResolverCode, ResolverError } from "../errors.js";

const patienceMs = 30_000;
const lookMs = 50;

/**
 * Waits until the index has read a block.
 * @throws ResolverError RESOLVER_WRITE_PENDING where that takes too long.
 */
export async function indexed(store: Store, block: number): Promise<void> {
  for (const end = Date.now() + patienceMs; ; ) {
    if ((await store.readAsync((view) => view.checkpoint()?.number ?? -1)) >= block) return;
    if (Date.now() >= end) throw pending(`It is in block ${block}, which the index has not read yet.`);
    await sleep(lookMs);
  }
}

/** What is not about the text that was sent. */
const importCodes: Readonly<Partial<Record<ImportErrorCode, ResolverCode>>> = {
  IMPORT_CONFLICT: "RESOLVER_CONFLICT",
  IMPORT_NOT_AUTHORISED: "RESOLVER_NOT_OURS",
  IMPORT_NAMESPACE_SUSPENDED: "RESOLVER_NOT_OURS",
};

/** The error of a write in the resolver's terms; what is none of the ledger's or the importer's stays as it is. */
export function writeError(error: unknown): unknown {
  if (error instanceof ImportError) {
    return new ResolverError(importCodes[error.code] ?? "RESOLVER_INVALID_BODY", error.message, {
      cause: error,
    });
  }
  if (!(error instanceof LedgerError)) return error;
  switch (error.code) {
    case "LEDGER_REVERTED":
    case "LEDGER_TRANSACTION_FAILED":
      return new ResolverError("RESOLVER_CONFLICT", `The ledger refuses it: ${error.message}`, {
        cause: error,
      });
    case "LEDGER_INVALID_VALUE":
      return new ResolverError("RESOLVER_INVALID_BODY", error.message, { cause: error });
    case "LEDGER_TRANSACTION_PENDING":
      return pending("A transaction was sent and is not mined yet.", error);
    default:
      return new ResolverError("RESOLVER_LEDGER_UNAVAILABLE", "The ledger cannot be written to now.", {
        cause: error,
      });
  }
}

function pending(message: string, cause?: unknown): ResolverError {
  return new ResolverError("RESOLVER_WRITE_PENDING", message, {
    hint: "Read it in a while; sending the same again does no harm.",
    cause,
  });
}

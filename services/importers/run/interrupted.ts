/** An import that ended before the file did, by an error: what it got done belongs to the error. */
import { LedgerError } from "../../ledger/errors.js";
import { ImportError } from "../errors.js";
import type { ImportSummary } from "./result.js";

/**
 * The same error with the summary so far as `details.import`, and what to do in the hint. An error that was not raised on
 * purpose is returned as it is.
 */
export function interrupted(error: unknown, summary: ImportSummary, dryRun: boolean): unknown {
  if (!(error instanceof LedgerError) && !(error instanceof ImportError)) return error;
  const next = dryRun ? "It was a dry run: nothing was sent." : goOn(summary);
  const options = {
    hint: error.hint === undefined ? next : `${error.hint} ${next}`,
    details: { ...error.details, import: summary },
    cause: error,
  };
  return error instanceof LedgerError
    ? new LedgerError(error.code, error.message, options)
    : new ImportError(error.code, error.message, options);
}

function goOn({ rows, twins, identifiers }: ImportSummary): string {
  return (
    `So far: ${rows} rows done, ${twins.registered} twins and ${identifiers.registered} identifiers registered. ` +
    "Then run the same command again: what is registered stays, nothing is registered twice."
  );
}

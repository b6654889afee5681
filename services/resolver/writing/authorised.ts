/** Who may write: whoever presents the token, where writing is turned on at all. */
import { ResolverError } from "../errors.js";
import type { LedgerWriter } from "./ledgerWriter.js";

/**
 * @param authorization The request's header.
 * @throws ResolverError RESOLVER_WRITING_OFF, RESOLVER_UNAUTHORISED
 */
export function authorised(
  writer: LedgerWriter | undefined,
  authorization: string | undefined,
): LedgerWriter {
  if (writer === undefined) {
    throw new ResolverError("RESOLVER_WRITING_OFF", "This resolver does not write to the ledger.", {
      hint: "Its operator turns that on with the settings CADASTRE_WRITE_…, see docs/operating.md; or use the command line.",
    });
  }
  if (bearsToken(writer, authorization)) return writer;
  throw new ResolverError("RESOLVER_UNAUTHORISED", "The request has not the token that writing takes.", {
    hint: "Send it in the header Authorization, after Bearer.",
  });
}

/** Whether the header has the token for writing; never, where writing is off. */
export function bearsToken(writer: LedgerWriter | undefined, authorization: string | undefined): boolean {
  const [, token] = /^Bearer +(\S+) *$/i.exec(authorization ?? "") ?? [];
  return writer !== undefined && token !== undefined && writer.accepts(token);
}

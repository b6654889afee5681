/** Who may write: whoever presents the token, where writing is turned on at all. */
import type { IncomingMessage } from "node:http";
import { ResolverError } from "../errors.js";
import type { LedgerWriter } from "./ledgerWriter.js";

/** @throws ResolverError RESOLVER_WRITING_OFF, RESOLVER_UNAUTHORISED */
export function authorised(writer: LedgerWriter | undefined, req: IncomingMessage): LedgerWriter {
  if (writer === undefined) {
    throw new ResolverError("RESOLVER_WRITING_OFF", "This resolver does not write to the ledger.", {
      hint: "Its operator turns that on with the settings CADASTRE_WRITE_…, see docs/operating.md; or use the command line.",
    });
  }
  if (bearsToken(writer, req)) return writer;
  throw new ResolverError("RESOLVER_UNAUTHORISED", "The request has not the token that writing takes.", {
    hint: "Send it in the header Authorization, after Bearer.",
  });
}

/** Whether a request has the token for writing; never, where writing is off. */
export function bearsToken(writer: LedgerWriter | undefined, req: IncomingMessage): boolean {
  // Of two headers, another reader on the way may have taken the other.
  const [header = "", another] = req.headersDistinct.authorization ?? [];
  const [, token] = (another === undefined && /^Bearer +(\S+) *$/i.exec(header)) || [];
  return writer !== undefined && token !== undefined && writer.accepts(token);
}

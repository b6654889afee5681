/** Whatever can be frozen, as people name it. */
import { toGrantId } from "../../ledger/hex.js";
import { sealedName } from "../../ledger/sealed.js";
import type { Thing } from "../../store/model.js";
import type { Context } from "../context.js";
import { usage } from "../errors.js";
import { sealedNameOf } from "../ledger/sealedRecords.js";
import type { LedgerSession } from "../ledger/session.js";
import { type IdentifierFlags, ledgerIdentifier, tokenReference } from "./asset.js";
import { parseNamespace } from "./namespace.js";
import { partyAddress } from "./party.js";

export interface NamedThing {
  readonly thing: Thing;
  /** What its id is made of besides the scheme, where it is a namespace or a record, sealed or not; else empty. */
  readonly name: string;
}

export const thingHelp =
  "twin:ID, twin:FILE, an identifier, sealed:ID, batch:ID, namespace:SCHEME:PREFIX, party:ADDRESS, or grant:ID";

/** @throws CliError `CLI_USAGE`, `CLI_NOT_FOUND` */
export async function thingReference(
  context: Context,
  session: LedgerSession,
  text: string,
  flags: IdentifierFlags,
): Promise<NamedThing> {
  if (text === "") throw usage("Which thing?", `Name it: ${thingHelp}.`);
  if (text.startsWith("party:"))
    return {
      thing: { kind: "party", id: await partyAddress(context, text.slice("party:".length)) },
      name: "",
    };
  if (text.startsWith("grant:"))
    return { thing: { kind: "grant", id: toGrantId(text.slice("grant:".length)) }, name: "" };
  const thing = await tokenReference(session, text, flags);
  switch (thing.kind) {
    case "namespace":
      return { thing, name: parseNamespace(text.slice("namespace:".length)).prefix };
    case "record":
      return { thing, name: ledgerIdentifier(text.replace(/^id:/, ""), flags).canonical };
    case "sealed": {
      const { prefix, seal } = await sealedNameOf(session, thing.id);
      return { thing, name: sealedName(prefix, seal) };
    }
    case "batch":
    case "twin":
      return { thing, name: "" };
  }
}

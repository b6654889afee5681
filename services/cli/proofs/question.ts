/** Questions that can be proven, as people put them. */
import { toGrantId, toHash } from "../../ledger/hex.js";
import type { Question } from "../../proofs/index.js";
import { usage } from "../errors.js";
import { parseNamespace } from "../names/namespace.js";
import { thingReference } from "../names/thing.js";
import { grantPartsAt, officesAt } from "./events.js";
import { batchId, identifierQuestion, sealedByName } from "./identifierQuestion.js";
import { allowanceOf, compositionOf, derivationOf, groupOf, quotaOf, twinOf } from "./listQuestion.js";
import { openedBy } from "./opening.js";
import { anchorOf, attestationOf, guardiansOf, legalIdOf, partyOf, relationOf } from "./partyQuestion.js";
import type { Questioning } from "./questioning.js";

export const questionHelp =
  "an identifier, twin:ID, twin:FILE, party:PARTY, grant:ID, quota:ID, group:ID, group:OWNER/NAME, namespace:SCHEME:PREFIX, batch:ID, sealed:ID, legal-id:LEGALID, " +
  "attestation:REGISTRAR/PARTY/STATEMENT (a legal identifier, or KIND=DIGEST), relation:KIND/PARTY/SUBJECT (membership, twin, agent), guardians:PARTY, allowance:QUOTA/HOLDER/SPENDER, anchor:SHA256/AUTHOR; " +
  "with --freezes any thing that can be frozen";

/** What stands before the colon, and who takes what comes behind it. */
const kinds: Readonly<Record<string, (asked: Questioning, name: string) => Question | Promise<Question>>> = {
  party: partyOf,
  guardians: guardiansOf,
  anchor: anchorOf,
  attestation: attestationOf,
  "legal-id": (_asked, name) => legalIdOf(name),
  relation: relationOf,
  twin: twinQuestion,
  file: twinQuestion,
  grant: grantOf,
  quota: quotaOf,
  allowance: allowanceOf,
  group: groupOf,
  namespace: (_asked, name) => ({ kind: "namespace", ...parseNamespace(name) }),
  batch: (_asked, name) => ({ kind: "batch", batch: batchId(name) }),
  sealed: sealedByName,
  id: identifierQuestion,
};

/**
 * @throws CliError `CLI_USAGE`, `CLI_NOT_FOUND`; IdentifierError; LedgerError
 */
export async function questionOf(asked: Questioning, text: string): Promise<Question> {
  if (asked.flags.freezes) return freezesOf(asked, text);
  const [, kind = "", name = ""] = /^([a-z-]+):(.*)$/s.exec(text) ?? [];
  const ask = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  return ask === undefined ? identifierQuestion(asked, text) : ask(asked, name);
}

function twinQuestion(asked: Questioning, name: string): Promise<Question> {
  const { derivation, components } = asked.flags;
  if (derivation === true && components !== undefined)
    throw usage("A proof is of one question.", "Give --derivation or --components.");
  if (derivation === true) return derivationOf(asked, name);
  return components === undefined ? twinOf(asked, name) : compositionOf(asked, name, components);
}

async function grantOf({ session, flags, block }: Questioning, text: string): Promise<Question> {
  const grant = toGrantId(text);
  const parts = await grantPartsAt(session, grant, block);
  const { opening } = flags;
  return { kind: "grant", grant, parts: opening === undefined ? parts : await openedBy(parts, opening) };
}

async function freezesOf({ context, session, flags, block }: Questioning, text: string): Promise<Question> {
  const { thing } = await thingReference(context, session, text, flags);
  const offices = await officesAt(session, thing, block);
  const asked = thing.kind === "party" ? thing : { kind: thing.kind, id: toHash(thing.id) };
  return { kind: "freezes", thing: asked, offices };
}

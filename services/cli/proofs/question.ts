/** Questions that can be proven, as people put them. */
import { LedgerError } from "../../ledger/errors.js";
import { toBatchId, toGrantId, toHash } from "../../ledger/hex.js";
import { recordId, schemeId } from "../../ledger/ids.js";
import type { Question } from "../../proofs/index.js";
import { usage } from "../errors.js";
import { readProof } from "../ledger/memberProof.js";
import type { LedgerSession } from "../ledger/session.js";
import { type IdentifierFlags, ledgerIdentifier, twinReference } from "../names/asset.js";
import { partyAddress } from "../names/party.js";
import { thingReference } from "../names/thing.js";
import { contentAt, grantPartsAt, officesAt } from "./events.js";

export interface QuestionFlags extends IdentifierFlags {
  readonly batch?: string;
  readonly proof?: string;
  readonly freezes?: boolean;
}

export const questionHelp =
  "an identifier, twin:ID, twin:FILE, party:PARTY, or grant:ID; with --freezes any thing that can be frozen";

/**
 * @param block The moment: what the events say until then goes into the question.
 * @throws CliError `CLI_USAGE`, `CLI_NOT_FOUND`; IdentifierError; LedgerError
 */
export async function questionOf(
  home: string,
  session: LedgerSession,
  text: string,
  flags: QuestionFlags,
  block: number,
): Promise<Question> {
  if (flags.freezes) return freezesOf(home, session, text, flags, block);
  if (text.startsWith("party:")) {
    return { kind: "party", party: await partyAddress(home, text.slice("party:".length)) };
  }
  if (text.startsWith("grant:")) return grantOf(session, text.slice("grant:".length), block);
  if (/^(?:twin|file):/.test(text)) return { kind: "twin", twin: await twinReference(session, text) };
  return identifierOf(session, text.replace(/^id:/, ""), flags, block);
}

async function identifierOf(
  session: LedgerSession,
  text: string,
  flags: QuestionFlags,
  block: number,
): Promise<Question> {
  const identifier = ledgerIdentifier(text, flags);
  const { scheme, canonical } = identifier;
  const named = { scheme, identifier: canonical };
  if (flags.proof !== undefined) {
    const { batch, proof } = await readProof(flags.proof, identifier);
    const { manifest, count, index, contentDigest, path } = proof;
    const shown = {
      manifest,
      count: count.toString(),
      index: index.toString(),
      contentDigest,
      path: path.map(toHash),
    };
    return { kind: "member", ...named, batch, proof: shown };
  }
  if (flags.batch !== undefined)
    return { kind: "member", ...named, batch: batchId(flags.batch), proof: null };
  const content = await contentAt(session, recordId(schemeId(scheme), canonical), block);
  return { kind: "record", ...named, content };
}

async function grantOf(session: LedgerSession, text: string, block: number): Promise<Question> {
  const grant = toGrantId(text);
  return { kind: "grant", grant, parts: await grantPartsAt(session, grant, block) };
}

async function freezesOf(
  home: string,
  session: LedgerSession,
  text: string,
  flags: QuestionFlags,
  block: number,
): Promise<Question> {
  const { thing } = await thingReference(home, session, text, flags);
  const offices = await officesAt(session, thing, block);
  const asked = thing.kind === "party" ? thing : { kind: thing.kind, id: toHash(thing.id) };
  return { kind: "freezes", thing: asked, offices };
}

function batchId(text: string): ReturnType<typeof toBatchId> {
  try {
    return toBatchId(text.replace(/^batch:/, ""));
  } catch (cause) {
    if (!(cause instanceof LedgerError)) throw cause;
    throw usage(`"${text}" is not a batch's id.`, "An id is 0x and 64 hexadecimal digits.");
  }
}

/** What the chain itself says of an identifier, without any index. */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { prefixesOf } from "../../identifiers/index.js";
import type { RecordName } from "../../ledger/actions/identifiers.js";
import { recordId } from "../../ledger/ids.js";
import { type RecordState, readRecord } from "../../ledger/reads/identifiers.js";
import { readNamespace } from "../../ledger/reads/namespaces.js";
import type { RecordId } from "../../store/model.js";
import { notFound } from "../errors.js";
import type { PlacedNamespace } from "../names/namespace.js";
import type { LedgerSession } from "./session.js";

export interface LocatedRecord {
  readonly identifier: LedgerIdentifier;
  readonly id: RecordId;
  readonly name: RecordName;
  readonly state: RecordState;
  /** The namespace under which it is registered. */
  readonly namespace: PlacedNamespace;
}

export interface Located {
  /** The longest live namespace among the identifier's prefixes; null where none is live. */
  readonly authority: PlacedNamespace | null;
  /** Under the authority if it is there, else under the longest suspended namespace that has it; null where nobody registered it. */
  readonly record: LocatedRecord | null;
}

/** @param block The moment; the head if left out. */
export async function locate(
  session: LedgerSession,
  identifier: LedgerIdentifier,
  block?: number,
): Promise<Located> {
  const namespaces = await delegated(session, identifier, block);
  const authority = namespaces.find(({ state }) => state.live) ?? null;
  // Beneath the authority nothing counts: what a shorter namespace registered there is occluded.
  const counting = authority === null ? namespaces : namespaces.slice(0, namespaces.indexOf(authority) + 1);
  const records = (
    await Promise.all(counting.map((namespace) => recordUnder(session, identifier, namespace, block)))
  ).filter((record) => record !== null);
  const record = records.find(({ namespace }) => namespace === authority) ?? records[0] ?? null;
  return { authority, record };
}

/** @throws CliError `CLI_NOT_FOUND` */
export async function locateRecord(
  session: LedgerSession,
  identifier: LedgerIdentifier,
): Promise<LocatedRecord> {
  const { authority, record } = await locate(session, identifier);
  if (record !== null) return record;
  throw notFound(
    `Nobody has registered ${identifier.scheme} ${identifier.canonical}.`,
    authority === null
      ? "Its namespace is suspended."
      : `${authority.state.holder} may register it: cadastre id register`,
  );
}

/** Namespaces among the identifier's prefixes, longest first. */
async function delegated(
  { provider, deployment }: LedgerSession,
  identifier: LedgerIdentifier,
  block: number | undefined,
): Promise<readonly PlacedNamespace[]> {
  const { scheme } = identifier;
  const found = await Promise.all(
    prefixesOf(identifier).map(async ({ prefix }) => ({
      scheme,
      prefix,
      state: await readNamespace(provider, deployment, { scheme, prefix }, block),
    })),
  );
  return found.flatMap(({ state, ...name }) => (state === null ? [] : [{ ...name, state }]));
}

async function recordUnder(
  { provider, deployment }: LedgerSession,
  identifier: LedgerIdentifier,
  namespace: PlacedNamespace,
  block: number | undefined,
): Promise<LocatedRecord | null> {
  const { scheme, canonical } = identifier;
  const id = recordId(namespace.state.id, canonical);
  const state = await readRecord(provider, deployment, id, block);
  const name = { scheme, prefixLength: Buffer.byteLength(namespace.prefix), identifier: canonical };
  return state === null ? null : { identifier, id, name, state, namespace };
}

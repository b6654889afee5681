/** What the chain itself says of an identifier, without any index. */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { prefixesOf } from "../../identifiers/index.js";
import { namespaceText } from "../../identifiers/namespaceText.js";
import type { RecordName } from "../../ledger/actions/identifiers.js";
import type { RangeUse } from "../../ledger/enums.js";
import { LedgerError } from "../../ledger/errors.js";
import { recordId, schemeId } from "../../ledger/ids.js";
import { readRange } from "../../ledger/reads/batches.js";
import { type RecordState, readRecord } from "../../ledger/reads/identifiers.js";
import { type NamespaceState, readNamespace } from "../../ledger/reads/namespaces.js";
import type { BatchId, RecordId } from "../../store/model.js";
import { notFound } from "../errors.js";
import {
  closestStanding,
  type NamespaceReference,
  type PlacedNamespace,
  standingText,
} from "../names/namespace.js";
import type { LedgerSession } from "./session.js";

export interface LocatedRecord {
  readonly identifier: LedgerIdentifier;
  readonly id: RecordId;
  readonly name: RecordName;
  readonly state: RecordState;
  /** The namespace that issued it. */
  readonly namespace: PlacedNamespace;
}

export interface Located {
  /**
   * Who answers for the identifier: the namespace that issued it; where nobody did, the one that could, of the longest
   * delegated prefix that has not lapsed, suspended or not. null where the ledger does not have the scheme.
   */
  readonly authority: PlacedNamespace | null;
  /** null where nobody registered it. */
  readonly record: LocatedRecord | null;
}

/** @param block The moment; the head if left out. */
export async function locate(
  session: LedgerSession,
  identifier: LedgerIdentifier,
  block?: number,
): Promise<Located> {
  const { scheme, canonical } = identifier;
  const id = recordId(schemeId(scheme), canonical);
  const state = await readRecord(session.provider, session.deployment, id, block);
  if (state === null) return { authority: await issuer(session, identifier, block), record: null };
  const namespace = await issuedUnder(session, identifier, state.prefixLength, block);
  const name = { scheme, identifier: canonical };
  return { authority: namespace, record: { identifier, id, name, state, namespace } };
}

/** @throws CliError `CLI_NOT_FOUND` */
export async function locateRecord(
  session: LedgerSession,
  identifier: LedgerIdentifier,
): Promise<LocatedRecord> {
  const { authority, record } = await locate(session, identifier);
  if (record !== null) return record;
  const range = await rangeAround(session, identifier);
  throw notFound(
    `Nobody has registered ${identifier.scheme} ${identifier.canonical}.`,
    range === null ? whoMay(authority) : inRange(range),
  );
}

/** The rule batch or reservation in whose range the identifier lies; null where none has it. */
export function rangeAround(
  { provider, deployment }: LedgerSession,
  { scheme, canonical }: LedgerIdentifier,
  block?: number,
): ReturnType<typeof readRange> {
  return readRange(provider, deployment, schemeId(scheme), canonical, block);
}

function inRange({ use, id }: { readonly use: RangeUse; readonly id: BatchId }): string {
  return use === "batch"
    ? `It is a member of the batch ${id}: cadastre batch materialise`
    : "It lies in a range that is reserved: cadastre batch release";
}

function whoMay(authority: PlacedNamespace | null): string {
  if (authority === null) return "The ledger does not have its scheme.";
  if (authority.state.standing !== "live")
    return `Its namespace ${namespaceText(authority)} ${standingText(authority.state)}.`;
  const command = authority.state.sealed ? "sealed register" : "id register";
  return `${authority.state.holder} may register it: cadastre ${command}`;
}

function issuer(
  { provider, deployment }: LedgerSession,
  identifier: LedgerIdentifier,
  block: number | undefined,
): Promise<PlacedNamespace | null> {
  return issuerOf(identifier, (name) => readNamespace(provider, deployment, name, block));
}

/** The namespace of the longest prefix that is delegated and has not lapsed, closed to those above by a suspension or not. */
export async function issuerOf(
  identifier: LedgerIdentifier,
  read: (name: NamespaceReference) => Promise<NamespaceState | null>,
): Promise<PlacedNamespace | null> {
  const { scheme } = identifier;
  const states = await Promise.all(
    prefixesOf(identifier).map(async ({ prefix }) => ({
      scheme,
      prefix,
      state: await read({ scheme, prefix }),
    })),
  );
  const placed = states.flatMap(({ state, ...name }) => (state === null ? [] : [{ ...name, state }]));
  return closestStanding(placed);
}

/** The namespace of the prefix of so many bytes that the identifier carries, which issued it. */
export async function issuedUnder(
  { provider, deployment }: LedgerSession,
  identifier: LedgerIdentifier,
  prefixLength: number,
  block: number | undefined,
): Promise<PlacedNamespace> {
  const { scheme, canonical } = identifier;
  const prefix = prefixesOf(identifier).find(({ length }) => length === prefixLength)?.prefix;
  const state =
    prefix === undefined ? null : await readNamespace(provider, deployment, { scheme, prefix }, block);
  if (prefix !== undefined && state !== null) return { scheme, prefix, state };
  throw new LedgerError("LEDGER_RPC_MALFORMED", `The record of ${scheme} ${canonical} names no namespace.`, {
    hint: "The node's answers do not fit each other: use another one.",
    details: { prefixLength },
  });
}

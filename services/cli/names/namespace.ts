/** Namespaces as people write them: `gs1:9506000`, `handle:88.101.0042`, `did:web:example.com`, `aas:` for a root. */

import type { LedgerIdentifier, LedgerScheme } from "../../identifiers/identifier.js";
import { checkPrefix, isLedgerScheme, ledgerSchemes, prefixesOf } from "../../identifiers/index.js";
import { type NamespaceState, readNamespace } from "../../ledger/reads/namespaces.js";
import { schemeMissing, usage } from "../errors.js";
import type { LedgerSession } from "../ledger/session.js";

export interface NamespaceReference {
  readonly scheme: LedgerScheme;
  /** Canonical, empty for the root. */
  readonly prefix: string;
}

/** @throws CliError `CLI_USAGE`; IdentifierError for a prefix that the scheme does not have. */
export function parseNamespace(text: string): NamespaceReference {
  const colon = text.indexOf(":");
  const scheme = text.slice(0, colon).toLowerCase();
  if (colon < 0 || !isLedgerScheme(scheme)) {
    throw usage(
      `"${text}" is not a namespace.`,
      `Write SCHEME:PREFIX, such as gs1:9506000; schemes: ${ledgerSchemes.join(", ")}.`,
    );
  }
  const rest = text.slice(colon + 1);
  if (rest === "") return { scheme, prefix: "" };
  // A DID's prefix begins with "did:" itself, which nobody would write twice.
  const prefix = scheme === "did" && !/^did(?::|$)/i.test(rest) ? text : rest;
  return { scheme, prefix: checkPrefix(scheme, prefix) };
}

/** A namespace that is no root. @throws CliError `CLI_USAGE`; IdentifierError */
export function prefixOf(text: string): NamespaceReference {
  const name = parseNamespace(text);
  if (name.prefix !== "") return name;
  throw usage("That is a scheme's root.", "Give a prefix, such as gs1:9506000.");
}

/** Whether an identifier carries a namespace's prefix at its scheme's place. */
export const carriesPrefix = (
  identifier: LedgerIdentifier,
  { scheme, prefix }: NamespaceReference,
): boolean => identifier.scheme === scheme && prefixesOf(identifier).some((one) => one.prefix === prefix);

const separators: Readonly<Record<LedgerScheme, RegExp | null>> = {
  gs1: null,
  handle: /[./]/g,
  oid: /\./g,
  did: /:/g,
  aas: /\//g,
};

/** The prefixes above one, longest first, the root last: wherever its scheme may cut it. */
export function prefixesAbove({ scheme, prefix }: NamespaceReference): readonly string[] {
  const separator = separators[scheme];
  const ends =
    separator === null
      ? Array.from({ length: prefix.length - 1 }, (_, index) => index + 1)
      : [...prefix.matchAll(separator)].map(({ index }) => index);
  return [...ends.map((end) => prefix.slice(0, end)).reverse(), ""];
}

export interface PlacedNamespace extends NamespaceReference {
  readonly state: NamespaceState;
}

/** How a namespace stands that is not live, or is. */
export const standingText = ({ standing }: NamespaceState): string =>
  standing === "live" ? "is live" : standing === "suspended" ? "is suspended" : "has lapsed";

/**
 * The first of some namespaces, closest first, that has not lapsed; null for none. A lapsed one that an ancestor of that
 * has suspended comes before it: the ledger keeps its prefix closed.
 */
export function closestStanding(namespaces: readonly PlacedNamespace[]): PlacedNamespace | null {
  const closest = namespaces.find(({ state }) => state.standing !== "lapsed");
  if (closest === undefined) return null;
  const length = Buffer.byteLength(closest.prefix);
  const closed = namespaces
    .slice(0, namespaces.indexOf(closest))
    .find(({ state }) => state.suspendedBy !== null && state.suspendedBy < length);
  return closed ?? closest;
}

/**
 * The namespace above one whose holder may delegate it: the closest that has not lapsed.
 * @throws CliError `CLI_NOT_FOUND` where the ledger does not have the scheme.
 */
export async function parentOf(
  session: LedgerSession,
  namespace: NamespaceReference,
): Promise<PlacedNamespace> {
  const parent = closestStanding(await ancestorsOf(session, namespace));
  if (parent === null) throw schemeMissing(namespace.scheme);
  return parent;
}

/** The delegated namespaces above one, closest first. */
export async function ancestorsOf(
  { provider, deployment }: LedgerSession,
  namespace: NamespaceReference,
): Promise<readonly PlacedNamespace[]> {
  const { scheme } = namespace;
  if (namespace.prefix === "") return [];
  const found = await Promise.all(
    prefixesAbove(namespace).map(async (prefix) => ({
      scheme,
      prefix,
      state: await readNamespace(provider, deployment, { scheme, prefix }),
    })),
  );
  return found.flatMap(({ state, ...name }) => (state === null ? [] : [{ ...name, state }]));
}

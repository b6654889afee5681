/**
 * Which namespace stands behind an identifier, and whether it is in force: the contracts' `NamespaceTree` over words that
 * are proven.
 */
import type { LedgerIdentifier, LedgerScheme } from "../../identifiers/identifier.js";
import { prefixesOf } from "../../identifiers/index.js";
import { namespaceId, schemeId } from "../../ledger/ids.js";
import * as slots from "../../ledger/slots.js";
import { namespaceWord, tenuresWord } from "../../ledger/slotWords.js";
import type { Address, NamespaceId } from "../../store/model.js";
import { ProofError } from "../errors.js";
import type { Asking } from "./asking.js";

export type Standing = "live" | "suspended" | "lapsed";

export interface NamespaceFacts {
  readonly id: NamespaceId;
  readonly prefix: string;
  readonly holder: Address;
  readonly epoch: number;
  readonly status: "active" | "suspended";
  /** Unix second from which on it is expired; 0 for never. */
  readonly expiry: number;
  readonly emancipated: boolean;
  readonly mayIssue: boolean;
  /** What it issues itself are sealed records. */
  readonly sealed: boolean;
  readonly frozen: boolean;
  /** It answers for what was issued in this epoch and later ones. */
  readonly answersSince: number;
}

/** A namespace with what decides whether it is in force. */
export interface ZoneFacts {
  readonly namespace: NamespaceFacts;
  readonly standing: Standing;
  /** Prefix of the nearest namespace, from its own upwards, that keeps it from being live; null while it is. */
  readonly cause: string | null;
  /** From the parent up, as far as it depends on them. */
  readonly ancestors: readonly NamespaceFacts[];
}

export interface AuthorityFacts {
  /** Who can issue the identifier, once its zone is live; null where the ledger does not have the scheme. */
  readonly zone: ZoneFacts | null;
  /**
   * Every prefix that the identifier carries and the ledger could have delegated, longest first, as far as the one that
   * decides: whether it is delegated.
   */
  readonly prefixes: readonly { readonly prefix: string; readonly namespace: "none" | Standing }[];
}

/** What stands in the words of a namespace. */
interface Words extends NamespaceFacts {
  readonly parentLength: number;
  readonly suspendedBy: number;
  readonly tenure: number;
  readonly parentTenure: number;
}

/** The zone under which an identifier can be issued: the contracts' `issuerOf`. */
export function issuingAuthority(asking: Asking, identifier: LedgerIdentifier): AuthorityFacts {
  const { scheme } = identifier;
  const prefixes: { prefix: string; namespace: "none" | Standing }[] = [];
  const passed: { words: Words; zone: ZoneFacts }[] = [];
  for (const { prefix, length } of prefixesOf(identifier)) {
    const words = wordsOf(asking, scheme, prefix);
    if (words === null) {
      prefixes.push({ prefix, namespace: "none" });
      continue;
    }
    const zone = zoneOf(asking, scheme, words);
    prefixes.push({ prefix, namespace: zone.standing });
    if (zone.standing !== "lapsed") {
      const closed = passed.find(({ words: lapsed }) => isClosed(lapsed, length));
      return { zone: closed?.zone ?? zone, prefixes };
    }
    passed.push({ words, zone });
  }
  return { zone: null, prefixes };
}

/** Whether the namespace of the prefix of so many bytes can issue the identifier itself, were it live. */
export function issuesAt(asking: Asking, identifier: LedgerIdentifier, length: number): boolean {
  const { scheme } = identifier;
  for (const one of prefixesOf(identifier)) {
    const words = wordsOf(asking, scheme, one.prefix);
    if (one.length === length) return words?.mayIssue === true;
    if (words === null) continue;
    if (isClosed(words, length) || zoneOf(asking, scheme, words).standing !== "lapsed") return false;
  }
  return false;
}

/** A lapsed namespace is its ancestors' to give again, unless it is frozen or one further up has suspended it. */
const isClosed = ({ frozen, status, suspendedBy }: Words, above: number): boolean =>
  frozen || (status === "suspended" && suspendedBy < above);

/**
 * The zone of the prefix of so many bytes: what issued a thing that remembers the length.
 * @throws ProofError `PROOF_WORD` where the identifier has no such prefix, or it is not delegated.
 */
export function issuedUnder(asking: Asking, identifier: LedgerIdentifier, length: number): ZoneFacts {
  const { scheme } = identifier;
  const prefix = prefixesOf(identifier).find((one) => one.length === length);
  const words = prefix && wordsOf(asking, scheme, prefix.prefix);
  if (words) return zoneOf(asking, scheme, words);
  throw new ProofError(
    "PROOF_WORD",
    `A prefix of ${length} bytes is said to have issued the identifier, and did not.`,
    {
      hint: "Check that the deployment file names the registries of this ledger.",
    },
  );
}

/** The zone of a prefix that is known by itself; null where it is not delegated. */
export function zoneUnder(asking: Asking, scheme: LedgerScheme, prefix: string): ZoneFacts | null {
  const words = wordsOf(asking, scheme, prefix);
  return words && zoneOf(asking, scheme, words);
}

/** Whether what was issued in an epoch of its namespace is in force. */
export function effectiveStatus<Status extends string>(
  status: Status,
  namespaceEpoch: number,
  { namespace, standing }: ZoneFacts,
): Status | "namespace-suspended" | "namespace-lapsed" {
  if (namespaceEpoch < namespace.answersSince) return "namespace-lapsed";
  return standing === "live" ? status : `namespace-${standing}`;
}

function zoneOf(asking: Asking, scheme: LedgerScheme, words: Words): ZoneFacts {
  const namespace = factsOf(words);
  const ancestors: NamespaceFacts[] = [];
  let suspended: string | null = null;
  let lowest = words;
  for (;;) {
    if (lowest.expiry !== 0 && lowest.expiry <= asking.at) break;
    if (lowest.status === "suspended") suspended ??= lowest.prefix;
    if (lowest.prefix === "" || lowest.emancipated) {
      const standing = suspended === null ? "live" : "suspended";
      return { namespace, standing, cause: suspended, ancestors };
    }
    const parent = parentOf(asking, scheme, lowest);
    ancestors.push(factsOf(parent));
    if (parent.tenure !== lowest.parentTenure) break;
    lowest = parent;
  }
  return { namespace, standing: "lapsed", cause: lowest.prefix, ancestors };
}

function parentOf(asking: Asking, scheme: LedgerScheme, { prefix, parentLength }: Words): Words {
  // A prefix is ASCII wherever its scheme may cut it: lengths in bytes are those of its text.
  const parent = parentLength < prefix.length ? wordsOf(asking, scheme, prefix.slice(0, parentLength)) : null;
  if (parent !== null) return parent;
  throw new ProofError("PROOF_WORD", `The namespace above ${scheme} "${prefix}" is not there.`, {
    hint: "Check that the deployment file names the registries of this ledger.",
  });
}

/** null for a prefix that is not delegated. */
function wordsOf({ read }: Asking, scheme: LedgerScheme, prefix: string): Words | null {
  const id = namespaceId(schemeId(scheme), prefix);
  const word = namespaceWord(read("namespaces", slots.holding(id)));
  if (word.status === null) return null;
  const { status, tenured, ...facts } = word;
  // The second word counts where the first says so.
  const tenures = tenured
    ? tenuresWord(read("namespaces", slots.holdingDigest(id)))
    : { tenure: 0, parentTenure: 0, answersSince: 0 };
  return { id, prefix, status, ...facts, ...tenures };
}

const factsOf = (words: Words): NamespaceFacts => ({
  id: words.id,
  prefix: words.prefix,
  holder: words.holder,
  epoch: words.epoch,
  status: words.status,
  expiry: words.expiry,
  emancipated: words.emancipated,
  mayIssue: words.mayIssue,
  sealed: words.sealed,
  frozen: words.frozen,
  answersSince: words.answersSince,
});

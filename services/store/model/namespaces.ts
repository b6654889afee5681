/** Schemes, the prefixes delegated under them, and on what terms. */
import type { Address, Digest, NamespaceId, SchemeId } from "./ids.js";
import type { Freezable, Provenance } from "./provenance.js";

export const prefixRules = ["gs1", "handle", "oid", "did", "asset"] as const;

export type PrefixRule = (typeof prefixRules)[number];

export interface SchemeEntity {
  readonly id: SchemeId;
  readonly name: string;
  readonly rule: PrefixRule;
}

export interface NamespaceEntity extends Freezable {
  readonly id: NamespaceId;
  readonly scheme: SchemeId;
  readonly prefix: string;
  /** null for a scheme's root. */
  readonly parent: NamespaceId | null;
  /** Distance from the root. */
  readonly depth: number;
  readonly holder: Address;
  readonly epoch: number;
  /** Own status; the effective one depends on the ancestors too. */
  readonly status: "active" | "suspended";
  readonly suspension: { readonly ancestorLength: number; readonly reason: string } | null;
  readonly terms: NamespaceTerms;
  /** Whether it depends on no ancestor any more. */
  readonly emancipated: boolean;
  /** Epoch with which its present tenure began, 0 for the first. It rises where the prefix is delegated anew. */
  readonly tenure: number;
  /** The parent's tenure when it delegated this one: void under another. */
  readonly parentTenure: number;
  /** Epoch from which on it answers for what was issued under it: its tenure's, or an earlier one that was adopted. */
  readonly answersSince: number;
  /** Whether it issues sealed records only, for as long as its present tenure lasts. */
  readonly sealed: boolean;
  /** Where its present tenure began. */
  readonly registered: Provenance;
}

/** On what terms a namespace was delegated. */
export interface NamespaceTerms {
  /** First second at which it is expired, 0 for no expiry of its own. */
  readonly expiry: number;
  /** Generations of namespaces that may be delegated beneath it. */
  readonly levels: number;
  readonly mayIssue: boolean;
}

/** What was done by a namespace, or by a party as the holder of its namespaces. */
export interface NamespaceStatistics {
  /** Delegations made, of new prefixes and of lapsed ones anew. */
  readonly delegations: number;
  /** Those among them that gave a lapsed prefix anew. */
  readonly redelegations: number;
  /** Identifiers registered, those of sealed records among them. */
  readonly registrations: number;
}

/** What became of a delegation certificate. One that nobody used or cancelled is not on the ledger. */
export interface CertificateEntity {
  /** What was signed. */
  readonly digest: Digest;
  readonly namespace: NamespaceId;
  readonly status: "used" | "cancelled";
  readonly at: Provenance;
}

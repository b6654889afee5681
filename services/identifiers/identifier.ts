/**
 * The domain types of identifiers. Everything else in this folder makes, checks or takes apart one of these.
 *
 * The canonical string of a scheme is the same here, in Solidity, in the API and in documents; `docs/identifiers.md`
 * has the table and the reasons.
 */

/** Schemes whose identifiers are registered on the ledger, beneath delegated prefixes. */
export const ledgerSchemes = ["gs1", "handle", "oid", "did", "aas"] as const;
export type LedgerScheme = (typeof ledgerSchemes)[number];

/**
 * Schemes without an issuing authority on the ledger. They are registered as the value of a `globalAssetId` in the owner's own `aas`
 * namespace, so that nobody can take one away from another by being first.
 */
export const selfAssertedSchemes = [
  "uuid",
  "uri",
  "iec61406",
  "irdi",
  "ark",
  "ecode",
  "container",
  "vin",
  "lei",
  "uscc",
  "bpn",
] as const;
export type SelfAssertedScheme = (typeof selfAssertedSchemes)[number];

export type Scheme = LedgerScheme | SelfAssertedScheme;

declare const canonicalBrand: unique symbol;
/** A canonical identifier: only the parsers of this folder make one. */
export type Canonical = string & { readonly [canonicalBrand]: true };

/** A GS1 key with its qualifiers, in the order of the GS1 Digital Link grammar. */
export interface Gs1Identifier {
  readonly scheme: "gs1";
  /** Digital Link path without a leading slash, values percent-encoded: `01/09506000134352/21/4711`. */
  readonly canonical: Canonical;
  /** Primary key: application identifier and decoded value. */
  readonly key: { readonly ai: string; readonly value: string };
  /** Key qualifiers in order, decoded. */
  readonly qualifiers: readonly { readonly ai: string; readonly value: string }[];
  /** Data attributes (query parameters), decoded; not part of the identifier. */
  readonly attributes: readonly { readonly ai: string; readonly value: string }[];
}

export interface HandleIdentifier {
  readonly scheme: "handle";
  /** `88.101.0042/part-1`: prefix in lower case, local name as it is (DOI: lower case). */
  readonly canonical: Canonical;
  readonly prefix: string;
  readonly localName: string;
}

export interface OidIdentifier {
  readonly scheme: "oid";
  /** Dotted arcs without a leading `urn:oid:`. */
  readonly canonical: Canonical;
}

export interface DidIdentifier {
  readonly scheme: "did";
  /** `did:method:id` without path, query and fragment. */
  readonly canonical: Canonical;
  readonly method: string;
  readonly methodSpecificId: string;
}

/** An AAS asset id: a name and a value under its owner's namespace. */
export interface AasIdentifier {
  readonly scheme: "aas";
  /** `OWNER/NAME/VALUE`, name and value percent-encoded as by RFC 3986 unreserved. */
  readonly canonical: Canonical;
  /** The owner's segment, such as a BPN or a domain name. */
  readonly owner: string;
  readonly name: string;
  readonly value: string;
}

export interface UuidIdentifier {
  readonly scheme: "uuid";
  /** `urn:uuid:` and the lower-case UUID. */
  readonly canonical: Canonical;
}

export interface UriIdentifier {
  readonly scheme: "uri";
  /** Any other absolute URI, as it is. */
  readonly canonical: Canonical;
}

/** An identification link: a URI that is meant to be printed on the thing that it identifies. */
export interface IdentificationLink {
  readonly scheme: "iec61406";
  /** The address as it is: the same as that of the URI. */
  readonly canonical: Canonical;
}

export interface ArkIdentifier {
  readonly scheme: "ark";
  /** `ark:12345/x5wf6789`: no slash after the label, no hyphens. */
  readonly canonical: Canonical;
  /** Number of the name assigning authority. */
  readonly naan: string;
  readonly name: string;
}

/** Schemes whose identifiers are a code that is checked as a whole. */
export type CodeScheme = "irdi" | "ecode" | "container" | "vin" | "lei" | "uscc" | "bpn";

export interface CodeIdentifier<Code extends CodeScheme = CodeScheme> {
  readonly scheme: Code;
  /** The code with its scheme and a colon in front, which nothing but the scheme could tell: `vin:…`. An IRDI as it is. */
  readonly canonical: Canonical;
  /** The code by itself; in upper case where its scheme knows upper case only. */
  readonly value: string;
}

/** An identifier that the ledger can hold a record for. */
export type LedgerIdentifier =
  | Gs1Identifier
  | HandleIdentifier
  | OidIdentifier
  | DidIdentifier
  | AasIdentifier;

/** An identifier that is registered as the value of a `globalAssetId`. */
export type SelfAssertedIdentifier =
  | UuidIdentifier
  | UriIdentifier
  | IdentificationLink
  | ArkIdentifier
  | CodeIdentifier;

export type Identifier = LedgerIdentifier | SelfAssertedIdentifier;

/**
 * A prefix that an identifier carries: a place where its scheme may cut it.
 * `length` is in bytes of UTF-8, as the contracts count; the root is `{ prefix: "", length: 0 }`.
 */
export interface Prefix {
  readonly prefix: string;
  readonly length: number;
}

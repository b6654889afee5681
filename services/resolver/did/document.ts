/** DID documents (DID Core, section 5), as far as the ledger has something to say in one. */

export interface VerificationMethod {
  readonly id: string;
  readonly type: string;
  readonly controller: string;
  /** CAIP-10 id of an account, or a key in one of the forms that `did:ethr` knows. */
  readonly [key: string]: string;
}

/** A key as a JWK (JsonWebKey2020). */
export interface JwkMethod {
  readonly id: string;
  readonly type: string;
  readonly controller: string;
  readonly publicKeyJwk: object;
}

export interface Service {
  readonly id: string;
  readonly type: string;
  /** A URL, an object, or an array of both. */
  readonly serviceEndpoint: unknown;
}

export interface DidDocument {
  readonly id: string;
  readonly alsoKnownAs?: readonly string[];
  readonly controller?: string;
  readonly verificationMethod?: readonly (VerificationMethod | JwkMethod)[];
  readonly authentication?: readonly string[];
  readonly assertionMethod?: readonly string[];
  readonly keyAgreement?: readonly string[];
  readonly service?: readonly Service[];
}

export interface DocumentMetadata {
  /** Only where it is. */
  readonly deactivated?: true;
  /** When what it is of came into being; only where that is known. */
  readonly created?: string;
  /** Block of the last change of anything that it is made of; only where there was one. */
  readonly versionId?: string;
  /** Time of it. */
  readonly updated?: string;
  /** Block of the next change; only of a version that is not the last. */
  readonly nextVersionId?: string;
  /** Time of it. */
  readonly nextUpdate?: string;
}

/** What a DID resolves to. */
export interface Resolved {
  /** JSON-LD contexts of the document. */
  readonly context: readonly string[];
  /** null once the DID is deactivated. */
  readonly document: DidDocument | null;
  readonly metadata: DocumentMetadata;
}

export const didContext = "https://www.w3.org/ns/did/v1";

/** A date and time as the standard writes it: in UTC, without fractions of a second. */
export function dateTime(seconds: number): string {
  if (made.seconds !== seconds) made = { seconds, text: textOf(seconds) };
  return made.text;
}

/** Made last: most of what has a document is as it was when it came into being. */
let made = { seconds: 0, text: textOf(0) };

function textOf(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

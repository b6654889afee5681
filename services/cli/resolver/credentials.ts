/** Credentials of a resolver, and what is asked of their issuers. */
import { CredentialError } from "../../credentials/errors.js";
import { type IssuerDocument, issuerDocumentSchema } from "../../credentials/issuerDocument.js";
import { didDocumentUrl, webStem } from "../../identifiers/did/web.js";
import { IdentifierError } from "../../identifiers/errors.js";
import { parseIdentifier } from "../../identifiers/index.js";
import { usage } from "../errors.js";
import type { Asker } from "./asker.js";
import { openText, postForText } from "./client.js";

/** What there is a credential of. */
export interface Wanted {
  readonly claim: "ownership" | "registration" | "right";
  /** As the API takes it. */
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * The credential, a JWS.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_NOT_AUTHORISED`, `CLI_RESOLVER_MALFORMED`
 */
export const askForCredential = (
  resolverUrl: string,
  { claim, body }: Wanted,
  asker: Asker | null,
): Promise<string> => postForText(resolverUrl, `v1/credentials/${claim}`, body, asker);

/** @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_RESOLVER_MALFORMED` */
export function fetchList(url: string): Promise<string> {
  const { origin, pathname } = new URL(url);
  return openText(origin, pathname.slice(1));
}

/**
 * The issuer's DID document: at the configured resolver, where that is it, by HTTP if need be; else where `did:web` has it, by
 * HTTPS alone.
 *
 * @throws CliError `CLI_USAGE` for a DID of another method; those of `openText`; CredentialError CREDENTIAL_ISSUER_UNAVAILABLE.
 */
export async function fetchIssuer(issuer: string, resolverUrl: string | undefined): Promise<IssuerDocument> {
  const url = new URL(documentUrl(issuer, resolverUrl));
  return issuerIn(await openText(url.origin, url.pathname.slice(1)), issuer);
}

function documentUrl(issuer: string, resolverUrl: string | undefined): string {
  if (resolverUrl !== undefined && webStem(resolverUrl) === issuer) {
    const { origin, pathname } = new URL(resolverUrl);
    const folder = pathname.replace(/\/+$/, "") || "/.well-known";
    return `${origin}${folder}/did.json`;
  }
  const url = webDocumentUrl(issuer);
  if (url === undefined)
    throw usage(`${issuer} is not a did:web.`, "Give its DID document: --did-document FILE.");
  return url;
}

function webDocumentUrl(issuer: string): string | undefined {
  try {
    const did = parseIdentifier(issuer, { scheme: "did" });
    return did.scheme === "did" ? didDocumentUrl(did) : undefined;
  } catch (error) {
    if (error instanceof IdentifierError) return undefined;
    throw error;
  }
}

/** @throws CredentialError CREDENTIAL_ISSUER_UNAVAILABLE where it is not the DID document of the issuer. */
export function issuerIn(text: string, issuer: string): IssuerDocument {
  const parsed = issuerDocumentSchema.safeParse(jsonOf(text));
  if (parsed.success && parsed.data.id === issuer) return parsed.data;
  throw new CredentialError("CREDENTIAL_ISSUER_UNAVAILABLE", `That is not the DID document of ${issuer}.`, {
    hint: "Check the issuer's DID: that of a resolver is the did:web of its address.",
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A verifier that knows the standards and nothing of Cadastre: libraries of others, and HTTP. */
import { contexts } from "@digitalbazaar/credentials-context";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";
import { verifyJWT } from "did-jwt";
import { Resolver } from "did-resolver";
import jsonld from "jsonld";
import { z } from "zod";

const claimsSchema = z.looseObject({
  issuer: z.string(),
  "@context": z.array(z.string()),
  type: z.array(z.string()),
  credentialStatus: z.array(z.looseObject({ statusPurpose: z.string() })).optional(),
  credentialSubject: z.looseObject({ id: z.string().optional() }),
});
export type Claims = z.infer<typeof claimsSchema>;

/** As `did:web` has it, but for TLS: the document is where the DID says. */
const dids = new Resolver({
  web: async (_did, { id }) => {
    const host = id.replace("%3A", ":");
    const response = await fetch(`http://${host}/.well-known/did.json`);
    const didDocument = z.looseObject({ id: z.string() }).parse(await response.json());
    return {
      didDocument,
      didDocumentMetadata: {},
      didResolutionMetadata: { contentType: "application/did" },
    };
  },
});

/** What a token says, after its signature was found to be of a key that the issuer's DID document has for assertions. */
export async function claimsOf(token: string): Promise<Claims> {
  const { verified, payload } = await verifyJWT(token, { resolver: dids, proofPurpose: "assertionMethod" });
  if (!verified) throw new Error("not verified");
  const { iss: _iss, iat: _iat, exp: _exp, ...claims } = payload;
  return claimsSchema.parse(claims);
}

/** For which purposes the credential's bit is set. */
export async function setFor(credential: Claims): Promise<readonly string[]> {
  const { verified, error, results } = await checkStatus({
    credential,
    documentLoader: async (url) => ({ document: await claimsOf(await (await fetch(url)).text()) }),
    verifyBitstringStatusListCredential: false,
    verifyMatchingIssuers: true,
  });
  if (!verified || results === undefined) throw error;
  return results.filter(({ status }) => status).map(({ credentialStatus }) => credentialStatus.statusPurpose);
}

/** Throws where JSON-LD has no meaning for a term. */
export async function expanded(document: object): Promise<string> {
  const documentLoader = async (url: string) => ({
    documentUrl: url,
    document: contexts.get(url) ?? z.looseObject({}).parse(await (await fetch(url)).json()),
  });
  return JSON.stringify(await jsonld.expand(document, { safe: true, documentLoader }));
}

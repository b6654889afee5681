/** Libraries of others that come without types, as far as the tests of credentials call them. */
declare module "@digitalbazaar/vc-bitstring-status-list" {
  interface Checked {
    readonly verified: boolean;
    readonly error?: unknown;
    readonly results?: readonly {
      readonly status: boolean;
      readonly credentialStatus: { readonly statusPurpose: string };
    }[];
  }
  export function checkStatus(options: {
    credential: object;
    documentLoader: (url: string) => Promise<{ document: object }>;
    verifyBitstringStatusListCredential: false;
    verifyMatchingIssuers: boolean;
  }): Promise<Checked>;
}

declare module "@digitalbazaar/credentials-context" {
  export const contexts: ReadonlyMap<string, object>;
}

declare module "jsonld" {
  interface Options {
    readonly safe: boolean;
    readonly documentLoader: (url: string) => Promise<{ documentUrl: string; document: object }>;
  }
  const jsonld: { expand(document: object, options: Options): Promise<readonly object[]> };
  export default jsonld;
}

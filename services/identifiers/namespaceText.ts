/** A namespace as people write it: `gs1:9506000`, `did:web:example.com`, `aas:` for a root. A DID's prefix has its scheme already. */
export const namespaceText = ({
  scheme,
  prefix,
}: {
  readonly scheme: string;
  readonly prefix: string;
}): string => (scheme === "did" && prefix !== "" ? prefix : `${scheme}:${prefix}`);

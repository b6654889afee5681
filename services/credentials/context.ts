/** What the terms of the issued credentials mean, as JSON-LD has it: a context of our own beside the W3C's. */
import { credentialTypes, subjectTypes, thingTypes } from "./types.js";

export const baseContext = "https://www.w3.org/ns/credentials/v2";

/** Where a resolver serves the context. */
export const contextPath = "/v1/credentials/context";

/** @param baseUrl Public address of the issuer. */
export const contextUrl = (baseUrl: string): string => `${baseUrl}${contextPath}`;

const moments = ["time", "from", "until"];
const properties = [
  ...["owns", "epoch", "tokenId", "title", "identifier", "scheme", "prefix"],
  ...["registeredUnder", "member", "batch", "index", "registered", "transaction", "by", "holder"],
  ...[
    "hasRight",
    "group",
    "grant",
    "sequence",
    "asset",
    "dataSet",
    "actions",
    "grantor",
    "terms",
    "survivesSale",
  ],
  ...["ledger", "chainId", "genesis", "contract", "block", "number", "hash", "finality", "proofUrl"],
  ...["reason", "asOf"],
];
const types = [credentialTypes, subjectTypes, thingTypes].flatMap((named) => Object.values(named));

/** The context as it is served; its terms are under its own address. */
export function contextDocument(baseUrl: string): object {
  const vocabulary = `${contextUrl(baseUrl)}#`;
  const plain = [...properties, ...types].map((term) => [term, `${vocabulary}${term}`]);
  const dated = moments.map((term) => [
    term,
    { "@id": `${vocabulary}${term}`, "@type": "http://www.w3.org/2001/XMLSchema#dateTime" },
  ]);
  return { "@context": { "@protected": true, ...Object.fromEntries([...plain, ...dated]) } };
}

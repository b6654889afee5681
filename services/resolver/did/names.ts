/** The DIDs of what the ledger holds. */
import type { Address, RecordId, TwinId } from "../../store/model.js";

/** A party, or any other account: `did:ethr` names it on its chain. */
export function accountDid(chainId: number, address: Address): string {
  return `did:ethr:0x${chainId.toString(16)}:${address}`;
}

/** What has a document beneath this resolver's address. */
export type Hosted =
  | { readonly kind: "party"; readonly id: Address }
  | { readonly kind: "twin"; readonly id: TwinId }
  | { readonly kind: "record"; readonly id: RecordId };

/** Folder of the documents of a kind. */
export const hostedFolders = { party: "parties", twin: "twins", record: "records" } as const;

/** `did:web` of what is hosted: it leads to `{baseUrl}/{folder}/{id}/did.json`. */
export function hostedDid(baseUrl: string, { kind, id }: Hosted): string {
  return `${webStem(baseUrl)}:${hostedFolders[kind]}:${id}`;
}

/** `did:web` of an address: a port's colon is encoded, slashes become colons. */
export function webStem(baseUrl: string): string {
  const { host, pathname } = new URL(baseUrl);
  const path = pathname.replace(/\/+$/, "").replaceAll("/", ":");
  return `did:web:${encodeURIComponent(host)}${path}`;
}

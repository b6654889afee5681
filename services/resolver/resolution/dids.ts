/** The DIDs of what the ledger holds. */
import { webStem } from "../../identifiers/did/web.js";
import type { Address, RecordId, TwinId } from "../../store/model.js";
import type { ResolvedSubject } from "./subject.js";

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

/** What the names of parties and tokens are made of. */
export interface Place {
  readonly chainId: number;
  /** Public address of this resolver. */
  readonly baseUrl: string;
}

/** What a record stands for; null for nothing. */
export function subjectDid(subject: ResolvedSubject, { chainId, baseUrl }: Place): string | null {
  switch (subject.kind) {
    case "none":
      return null;
    case "twin":
      return hostedDid(baseUrl, { kind: "twin", id: subject.twin.id });
    case "party":
      return accountDid(chainId, subject.party.identity);
    case "record":
      return hostedDid(baseUrl, { kind: "record", id: subject.record.id });
  }
}

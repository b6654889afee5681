/** From a DID to its document: one file a method. */
import { webStem } from "../../identifiers/did/web.js";
import type { DidIdentifier } from "../../identifiers/identifier.js";
import { toAddress, toRecordId, toTwinId } from "../../ledger/hex.js";
import { type Issuer, issuerResolved } from "../credentials/issuer.js";
import { type Hosted, hostedFolders } from "../resolution/dids.js";
import type { Work } from "../waiting/work.js";
import { resolveBid } from "./bid.js";
import { resolveCn } from "./cn.js";
import type { Resolved } from "./document.js";
import { DidError } from "./errors.js";
import { resolveEthr } from "./ethr.js";
import type { VersionedQuestion } from "./question.js";
import { hostedDocument } from "./web.js";

/**
 * @param asked The DID as it was asked for, whose canonical form `did` is.
 * @param issuer As who this resolver issues credentials; null where it does not.
 * @throws DidError
 */
export function* resolveDid(
  question: VersionedQuestion,
  did: DidIdentifier,
  asked: string,
  issuer: Issuer | null,
): Work<Resolved> {
  switch (did.method) {
    case "ethr":
      return yield* resolveEthr(question, did, asked);
    case "web":
      return yield* resolveWeb(question, did, issuer);
    case "bid":
      return yield* resolveBid(question, did, asked);
    case "cn":
      return resolveCn(question, did, asked);
    default:
      throw new DidError(
        "METHOD_NOT_SUPPORTED",
        `This resolver knows did:ethr, did:web, did:bid and did:cn, each as far as its ledger goes; not did:${did.method}.`,
      );
  }
}

function* resolveWeb(question: VersionedQuestion, did: DidIdentifier, issuer: Issuer | null): Work<Resolved> {
  if (issuer !== null && did.canonical === issuer.did) return issuerResolved(issuer);
  const stem = `${webStem(question.baseUrl)}:`;
  if (!did.canonical.startsWith(stem)) {
    throw new DidError(
      "METHOD_NOT_SUPPORTED",
      `This resolver knows did:web beneath its own address alone (${stem}…): ask the DID's own host for its document.`,
    );
  }
  const [folder, id, ...more] = did.canonical.slice(stem.length).split(":");
  const hosted = more.length === 0 ? hostedOf(folder ?? "", id ?? "") : null;
  if (hosted !== null) return yield* hostedDocument(question, hosted);
  throw new DidError("NOT_FOUND", `There is no document of ${did.canonical}.`);
}

const account = /^0x[0-9a-f]{40}$/;
const word = /^0x[0-9a-f]{64}$/;

/** In lower case alone: a document has one address and one DID. */
export function hostedOf(folder: string, id: string): Hosted | null {
  if (folder === hostedFolders.party) return account.test(id) ? { kind: "party", id: toAddress(id) } : null;
  if (!word.test(id)) return null;
  if (folder === hostedFolders.twin) return { kind: "twin", id: toTwinId(id) };
  return folder === hostedFolders.record ? { kind: "record", id: toRecordId(id) } : null;
}

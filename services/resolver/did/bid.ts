/** `did:bid`: the Xinghuo network's DIDs, as far as they are registered on this ledger. */
import type { DidIdentifier } from "../../identifiers/identifier.js";
import { recordId } from "../../ledger/ids.js";
import { hostedDid } from "../resolution/dids.js";
import { issuingZone, schemeIds } from "../resolution/zones.js";
import { resolveSealed } from "../visibility/resolveAs.js";
import { settled, type Work } from "../waiting/work.js";
import type { Resolved } from "./document.js";
import { DidError } from "./errors.js";
import type { VersionedQuestion } from "./question.js";
import { memberDocument, recordDocument, sealedDocument } from "./web.js";

/**
 * The document of the record, or of the member of a batch, under the DID that it registers.
 * @throws DidError NOT_FOUND where this ledger could have the DID and has not, METHOD_NOT_SUPPORTED for another chain's.
 */
export function* resolveBid(question: VersionedQuestion, did: DidIdentifier, asked: string): Work<Resolved> {
  const { view, moment, baseUrl } = question;
  const id = recordId(schemeIds.did, did.canonical);
  const found = (yield* recordDocument(question, id, asked)) ?? (yield* memberDocument(question, did, asked));
  if (found === null) {
    const sealed = yield* settled(resolveSealed(question, did));
    if (sealed !== null) return sealedDocument(question, sealed, asked);
    const zone = issuingZone(view, did, moment.at);
    if (zone?.namespace.prefix.startsWith("did:bid:")) {
      throw new DidError("NOT_FOUND", `Nobody has registered ${did.canonical}.`);
    }
    throw new DidError(
      "METHOD_NOT_SUPPORTED",
      "This resolver knows did:bid that are registered on its ledger alone: ask the chain that the DID is of.",
    );
  }
  const { document, ...rest } = found;
  const others = document?.alsoKnownAs?.filter((name) => name !== did.canonical) ?? [];
  const alsoKnownAs = [hostedDid(baseUrl, { kind: "record", id }), ...others];
  return { ...rest, document: document && { ...document, alsoKnownAs } };
}

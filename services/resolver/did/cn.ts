/** `did:cn`: a prefix of the industrial internet's handles, `88.<node>.<enterprise>`, as a DID. */
import type { DidIdentifier } from "../../identifiers/identifier.js";
import { namespaceId } from "../../ledger/ids.js";
import { accountDid } from "../resolution/dids.js";
import { schemeIds, zoneOf } from "../resolution/zones.js";
import { didContext, type Resolved } from "./document.js";
import { DidError } from "./errors.js";
import type { Question } from "./question.js";

const form = /^\d{2}\.[0-9A-Za-z]{3,5}\.[0-9A-Za-z_-]{1,128}$/;

/**
 * The document of the namespace of the prefix: who holds it, and where its handles are.
 * @throws DidError INVALID_DID, NOT_FOUND where nobody holds the prefix on this ledger.
 */
export function resolveCn(question: Question, did: DidIdentifier, asked: string): Resolved {
  if (!form.test(did.methodSpecificId)) {
    throw new DidError(
      "INVALID_DID",
      "A did:cn names a prefix of two digits, three to five characters and up to 128: did:cn:88.100.1.",
    );
  }
  const { view, moment, baseUrl } = question;
  // A form that the parser of handles would change in nothing but this.
  const prefix = did.methodSpecificId.toLowerCase();
  const zone = zoneOf(view, "handle", namespaceId(schemeIds.handle, prefix), moment.at);
  if (zone === null || zone.standing === "lapsed") {
    throw new DidError("NOT_FOUND", `Nobody holds the handle prefix ${prefix} on this ledger.`);
  }
  const endpoint = { type: "HandleResolution", serviceEndpoint: `${baseUrl}/api/handles/` };
  const record = { type: "CadastreNamespace", serviceEndpoint: `${baseUrl}/v1/namespaces/handle/${prefix}` };
  const service = [
    ...(zone.standing === "live" ? [{ id: `${asked}#handles`, ...endpoint }] : []),
    { id: `${asked}#record`, ...record },
  ];
  const document = {
    id: asked,
    controller: accountDid(moment.chainId, zone.namespace.holder),
    service,
  };
  return { context: [didContext], document, metadata: {} };
}

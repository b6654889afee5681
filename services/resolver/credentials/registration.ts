/** That an identifier is registered, as a credential says it: whoever has it now. */
import type { Registered } from "../../credentials/claim.js";
import { dateTime } from "../../credentials/dateTime.js";
import { credentialTypes, thingTypes } from "../../credentials/types.js";
import type { Fingerprint } from "../../store/model.js";
import { accountDid } from "../resolution/dids.js";
import type { Found, Lookup } from "./found.js";
import { contractOf } from "./ownership.js";
import { heldThing, zoneOfNamespace } from "./things.js";

export type RegisteredToken = Exclude<Registered, { readonly kind: "member" }>;

export function registrationOf(
  lookup: Lookup,
  token: RegisteredToken,
  fingerprint: Fingerprint,
): Found | null {
  const { view, moment } = lookup;
  const record = token.kind === "record" ? view.record(token.id) : view.sealedRecord(token.id);
  const held = heldThing(lookup, token);
  const zone = record && zoneOfNamespace(lookup, record.namespace);
  if (record === null || held === null || zone === null) return null;
  const { namespace, namespaceEpoch, registered } = record;
  const { block, time, transaction, by } = registered;
  return {
    claim: { kind: "registration", of: token, namespace, namespaceEpoch, registered },
    contract: contractOf(fingerprint, token.kind),
    standing: held.standing,
    proofPath: held.proofPath,
    until: 0,
    said: (ledger) => ({
      type: ["VerifiableCredential", credentialTypes.registration],
      credentialSubject: {
        ...held.named,
        type: thingTypes[token.kind],
        registeredUnder: {
          type: thingTypes.namespace,
          tokenId: namespace,
          scheme: zone.scheme,
          prefix: zone.namespace.prefix,
          holder: accountDid(moment.chainId, zone.namespace.holder),
        },
        registered: { block, time: dateTime(time), transaction, by: accountDid(moment.chainId, by) },
        ledger,
      },
    }),
  };
}

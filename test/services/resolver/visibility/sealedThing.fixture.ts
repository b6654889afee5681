/** A sealed record with content of its own, in a namespace of GS1. */
import { toHash } from "../../../../services/ledger/hex.js";
import { namespaceId, schemeId, sealedId, sealOf } from "../../../../services/ledger/ids.js";
import { SealSecret } from "../../../../services/ledger/sealed.js";
import { digestOf, type SealedContent } from "../../../../services/ledger/sealedContent.js";
import type { Address } from "../../../../services/store/model.js";
import type { LedgerFixture } from "../ledger.fixture.js";

/** @param identifier Canonical, beneath the prefix. */
export function sealedThing(prefix: string, identifier: string) {
  const scheme = schemeId("gs1");
  const namespace = namespaceId(scheme, prefix);
  const secret = SealSecret.generate();
  const seal = sealOf(scheme, identifier, secret.saltOf(scheme, identifier));
  const record = sealedId(namespace, seal);
  const content: SealedContent = {
    subject: { kind: "none" },
    linkset: { describedby: [{ href: "https://inside.maker.example/S1" }] },
  };
  const contentSalt = toHash(`0x${"cd".repeat(32)}`);
  const digest = digestOf(content, contentSalt);
  if (digest === null) throw new Error("there is content");
  /** Seals the namespace and registers the record, with the namespace's holder as its owner. */
  const register = (ledger: LedgerFixture, owner: Address): void => {
    ledger.happened({ event: "NamespaceSealed", contract: "namespaces", namespace, by: owner });
    const sealing = { record, namespace, owner, seal, digest, namespaceEpoch: 1, by: owner };
    ledger.happened({ event: "SealedRecordRegistered", contract: "sealedRecords", ...sealing });
  };
  return { namespace, secret, seal, record, content, contentSalt, register };
}

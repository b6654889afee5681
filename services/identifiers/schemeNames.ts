import { ledgerSchemes, type Scheme, selfAssertedSchemes } from "./identifier.js";

/** What people call the identifiers of a scheme. */
export const schemeNames: Readonly<Record<Scheme, string>> = {
  gs1: "GS1 key",
  handle: "handle or DOI",
  oid: "OID",
  did: "DID",
  aas: "AAS asset id",
  uuid: "UUID",
  uri: "URI",
  iec61406: "identification link (IEC 61406)",
  irdi: "IRDI",
  ark: "ARK",
  ecode: "Ecode",
  container: "container code",
  vin: "VIN",
  lei: "LEI",
  uscc: "USCC",
  bpn: "BPN",
};

/** All schemes, those of the ledger first. */
export const schemes: readonly Scheme[] = [...ledgerSchemes, ...selfAssertedSchemes];

/** The names of the identifiers that nobody issues on the ledger. */
export const selfAssertedNames: readonly string[] = selfAssertedSchemes.map((scheme) => schemeNames[scheme]);

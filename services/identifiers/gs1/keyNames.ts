/** Names of GS1 keys by which people write them in place of their application identifiers, as Digital Links of version 1.0 did. */
export const keyNames: Readonly<Record<string, string>> = {
  gtin: "01",
  itip: "8006",
  gmn: "8013",
  cpid: "8010",
  gln: "414",
  party: "417",
  gsrnp: "8017",
  gsrn: "8018",
  gcn: "255",
  sscc: "00",
  gdti: "253",
  ginc: "401",
  gsin: "402",
  grai: "8003",
  giai: "8004",
};

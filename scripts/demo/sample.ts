/** The sample world: who there is, which prefixes they hold, what they register, and the one right that is granted. */

import type { NamespaceName } from "../../services/ledger/actions/namespaces.js";
import type { PartyProfile } from "../../services/ledger/actions/parties.js";
import type { DemoPerson } from "./accounts.js";

/** Everyone but the operator, who only deploys. */
export type DemoParty = Exclude<DemoPerson, "operator">;

const organisation = (name: string, legalId: string): PartyProfile => ({
  kind: "organisation",
  name,
  legalId,
  profileDigest: null,
  profileUri: "",
});

export const parties: Readonly<Record<DemoParty, PartyProfile>> = {
  regulator: organisation("Register authority", ""),
  acme: organisation("Acme Pumps", "bpn:BPNL00000000ACME"),
  borealis: organisation("Borealis Drives", "bpn:BPNL0000BOREALIS"),
  nordlicht: organisation("Nordlicht Service", "bpn:BPNL000NORDLICHT"),
};

/**
 * Prefixes that the regulator delegates. 950 and 952 are GS1's own for examples; 32473 is the enterprise number that
 * RFC 5612 keeps for documentation.
 */
export const namespaces: readonly (NamespaceName & { readonly holder: DemoParty })[] = [
  { scheme: "gs1", prefix: "9506000", holder: "acme" },
  { scheme: "handle", prefix: "88.101.0042", holder: "acme" },
  { scheme: "oid", prefix: "1.3.6.1.4.1.32473", holder: "acme" },
  { scheme: "did", prefix: "did:web:acme-pumps.example", holder: "acme" },
  { scheme: "aas", prefix: "acme-pumps.example", holder: "acme" },
  { scheme: "aas", prefix: "BPNL00000000ACME", holder: "acme" },
  { scheme: "gs1", prefix: "9521234", holder: "borealis" },
  { scheme: "aas", prefix: "BPNL0000BOREALIS", holder: "borealis" },
];

/** Files of `scripts/samples`, each with the enterprise that imports it. */
export const imports: readonly { readonly party: DemoParty; readonly file: string }[] = [
  { party: "acme", file: "pumps.csv" },
  { party: "acme", file: "valves.jsonl" },
  { party: "borealis", file: "drives.csv" },
];

/** Acme's pump no. 4711: what the partner may do with its data. */
export const sharedPump = {
  identifier: "(01)09506000134352(21)4711",
  owner: "acme",
  grantee: "nordlicht",
  scope: "operating-data",
  actions: ["read", "use"],
  days: 365,
} as const;

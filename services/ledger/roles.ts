/** The roles of cold administration, held in the AccessManager: the mirror of `contracts/access/Roles.sol`. */

export const roles = {
  /** Gives and takes roles, and says which role a function needs. */
  admin: 0n,
  /** Upgrades the contracts, after the delay, or ends upgrades for ever. */
  upgrader: 1n,
  /** Adds identifier schemes. */
  schemeAdmin: 2n,
  /** Says which parties may attest what. */
  registrarAdmin: 3n,
  /** Stops what gives a registry something new, while a fault is looked into. */
  pauser: 4n,
} as const;

export type RoleName = keyof typeof roles;
export const roleNames: readonly RoleName[] = [
  "admin",
  "upgrader",
  "schemeAdmin",
  "registrarAdmin",
  "pauser",
];

/** Labels under which the AccessManager announces the roles; its own admin role cannot have one. */
export const roleLabels: Readonly<Record<Exclude<RoleName, "admin">, string>> = {
  upgrader: "UPGRADER",
  schemeAdmin: "SCHEME_ADMIN",
  registrarAdmin: "REGISTRAR_ADMIN",
  pauser: "PAUSER",
};

/** Role of those who act for an office of the supervision. */
export const officeRole = (office: number): bigint => (1n << 32n) + BigInt(office);

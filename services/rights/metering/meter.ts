/** Metered use: units of a quota that a host of data takes for its use. */
import type { Address, QuotaId } from "../../store/model.js";

/** What somebody would have to pay. */
export interface AskedMeter {
  readonly quota: QuotaId;
  /** Account of the host that counts, and takes the units in the end. */
  readonly host: Address;
  /** How many the use costs. */
  readonly units: bigint;
}

/**
 * What a host may count of a party's units, at one block. The sum of both counts stays as it is when the host settles: it is
 * the most that all uses together may come to until the party gets or allows more.
 */
export interface Meter {
  /** Contract that has the units. */
  readonly registry: Address;
  readonly quota: QuotaId;
  readonly host: Address;
  /** Units that the host has taken on the ledger so far. */
  readonly settled: bigint;
  /** Units that it could still take: those that the party holds, as far as it lets the host. */
  readonly left: bigint;
}

/** A meter in JSON: counts as decimal digits. */
export const meterView = ({ registry, quota, host, settled, left }: Meter) => ({
  registry,
  quota,
  host,
  settled: settled.toString(),
  left: left.toString(),
});

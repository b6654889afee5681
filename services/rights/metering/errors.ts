import { CadastreError } from "../../errors/cadastreError.js";
import type { AskedMeter } from "./meter.js";
import type { SignedTotal } from "./statement.js";

export type UsageErrorCode =
  /** The capability says nothing of the units that the use costs, or of others. */
  | "USAGE_UNMETERED"
  /** The request brings no usage statement, or one that the holder's key did not sign. */
  | "USAGE_UNSTATED"
  /** The statement's total is not what the last one came to and this use costs: it was used already, or is ahead. */
  | "USAGE_OUT_OF_STEP"
  /** The holder has not so many units, or does not let the host take so many. */
  | "USAGE_EXHAUSTED";

/**
 * Why a host does not serve a metered use. `details` tell what is asked for: `quota`, `host`, `units`, and `last`, the last total
 * of the holder with its signature, or null: with it a holder that lost count finds its way.
 */
export class UsageError extends CadastreError<UsageErrorCode> {
  constructor(
    code: UsageErrorCode,
    message: string,
    hint: string,
    { quota, host, units }: AskedMeter,
    last: SignedTotal | null,
  ) {
    const signed = last === null ? null : { total: last.total.toString(), signature: last.signature };
    super(code, message, { hint, details: { quota, host, units: units.toString(), last: signed } });
  }
}

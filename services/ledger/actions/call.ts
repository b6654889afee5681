/** A call of the ledger before anyone sends it: data, so that it can be estimated, shown, signed or given to another signer. */
import type { Address } from "../../store/model.js";
import { LedgerError } from "../errors.js";
import { type Hex, toHex } from "../hex.js";

export interface Call {
  readonly to: Address;
  readonly data: Hex;
  /** What it does, in words, for a person who has to agree: "register gs1 01/09506000134352". */
  readonly describe: string;
}

/** A call, or the creation of a contract: then `to` is null and `data` the creation code. */
export interface Execution extends Omit<Call, "to"> {
  readonly to: Address | null;
}

/**
 * Makes a call of what `encode` returns.
 * @throws LedgerError `LEDGER_INVALID_VALUE` where a value does not fit its Solidity type.
 */
export function makeCall(to: Address, describe: string, encode: () => string): Call {
  let data: string;
  try {
    data = encode();
  } catch (cause) {
    const why =
      cause instanceof Error && "shortMessage" in cause ? String(cause.shortMessage) : "unknown reason";
    throw new LedgerError("LEDGER_INVALID_VALUE", `Cannot ${describe}: a value does not fit (${why}).`, {
      cause,
    });
  }
  return { to, data: toHex(data), describe };
}

/** Response codes of BID resolution (Xinghuo RFC-005) that an answer here can end with, each with its HTTP status. */
import { CadastreError } from "../../errors/cadastreError.js";

export const bidCodes = {
  success: 0,
  error: 2,
  busy: 3,
  protocol: 4,
  unsupported: 5,
  notFound: 6,
  fieldNotFound: 8,
  notVerified: 9,
  acMissing: 10,
} as const;

export type BidFault = Exclude<keyof typeof bidCodes, "success">;

/** The protocol has its codes in the body alone; caches and proxies go by the status. */
export const bidStatuses: Readonly<Record<BidFault, number>> = {
  error: 500,
  busy: 503,
  protocol: 400,
  unsupported: 501,
  notFound: 404,
  fieldNotFound: 404,
  notVerified: 502,
  acMissing: 404,
};

export class BidError extends CadastreError<"BID_REFUSED"> {
  readonly fault: BidFault;

  constructor(fault: BidFault, message: string, cause?: unknown) {
    super("BID_REFUSED", message, cause === undefined ? {} : { cause });
    this.fault = fault;
  }
}

/** The most that the owner of a key lets a unit of gas cost, in wei: a node that asks for more gets no transaction. */
import { formatUnits, parseUnits } from "ethers";
import { z } from "zod";
import { LedgerError } from "../errors.js";
import { baseFeeOf, type Fees, highestPrice } from "./signed.js";

/** In wei for a unit of gas; null where there is none. */
export type FeeCeiling = bigint | null;

/** A number of gwei such as `30` or `0.5`, to the wei. */
export const gweiSchema = z
  .string()
  .regex(/^(?!0+(?:\.0+)?$)\d{1,12}(?:\.\d{1,9})?$/, "is not a number of gwei above 0, such as 30 or 0.5")
  .transform((text) => parseUnits(text, "gwei"));

/** Fees under the ceiling with which the chain takes a transaction now; null where there are none. */
export function underCeiling(fees: Fees, ceiling: FeeCeiling): Fees | null {
  if (ceiling === null || highestPrice(fees) <= ceiling) return fees;
  if (fees.type === 0 || baseFeeOf(fees) > ceiling) return null;
  const { type, maxPriorityFeePerGas: tip } = fees;
  return { type, maxFeePerGas: ceiling, maxPriorityFeePerGas: tip < ceiling ? tip : ceiling };
}

export function feesAboveCeiling(fees: Fees, ceiling: bigint): LedgerError {
  const asked = fees.type === 0 ? fees.gasPrice : baseFeeOf(fees);
  const gwei = { asked: formatUnits(asked, "gwei"), ceiling: formatUnits(ceiling, "gwei") };
  return new LedgerError(
    "LEDGER_FEES_TOO_HIGH",
    `The chain asks for ${gwei.asked} gwei a unit of gas, and ${gwei.ceiling} is the most that may be paid. Nothing was sent.`,
    { hint: "Run again when gas is cheaper, or allow more.", details: gwei },
  );
}

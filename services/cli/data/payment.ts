/** Paying for data with units of a quota: what it costs, and the statement that goes along with the request. */
import { z } from "zod";
import { addressSchema, hashSchema, toHex, toQuotaId } from "../../ledger/hex.js";
import type { AskedMeter, Meter } from "../../rights/metering/meter.js";
import {
  encodeTotal,
  type SignedTotal,
  signTotal,
  statementDigest,
  type UsageStatement,
} from "../../rights/metering/statement.js";
import { signerOf } from "../../rights/requests/verify.js";
import type { QuotaId } from "../../store/model.js";
import { CliError } from "../errors.js";
import type { Identity } from "../resolver/asker.js";

/** What its owner lets a use cost at most. */
export interface Budget {
  readonly quota: QuotaId;
  readonly units: bigint;
}

export interface Price extends AskedMeter {
  /** The last total that the host has of the holder, as it says. */
  readonly last: SignedTotal | null;
}

const units = z
  .string()
  .regex(/^[1-9]\d{0,38}$/)
  .transform(BigInt);

const priceSchema = z.looseObject({
  code: z.string().startsWith("USAGE_"),
  quota: hashSchema.transform(toQuotaId),
  host: addressSchema,
  units,
  last: z
    .strictObject({
      total: units,
      signature: z
        .string()
        .regex(/^0x[0-9a-f]{130}$/)
        .transform(toHex),
    })
    .nullable(),
});

/** What a host asks for the use in its answer 402; null where the answer is another. */
export function priceIn(status: number, answer: unknown): Price | null {
  const price = status === 402 ? priceSchema.safeParse(answer) : null;
  return price?.success === true ? price.data : null;
}

/** @throws CliError `CLI_PROVIDER_REFUSED` where it costs something else or more. */
export function requireWithin({ quota, units: most }: Budget, price: Price): void {
  if (price.quota === quota && price.units <= most) return;
  throw new CliError("CLI_PROVIDER_REFUSED", `It costs ${price.units} units of the quota ${price.quota}.`, {
    hint: "Nothing was signed. Name that quota, and as many --units.",
    details: { quota: price.quota, units: price.units.toString() },
  });
}

/**
 * The header that pays: the new total, signed. It goes on from what the ledger has, or from a total that is seen to be of the same
 * key, so that whatever a host says, no more is signed than was used.
 * @throws CliError `CLI_PROVIDER_REFUSED`
 */
export async function payment(
  { chainId, key, signer }: Identity,
  holder: UsageStatement["holder"],
  price: Price,
  meter: Meter,
): Promise<{ readonly header: string; readonly total: bigint }> {
  const { registry, quota, host, settled } = meter;
  const account = { chainId, registry, quota, host, holder };
  const { last } = price;
  const isAhead = last !== null && last.total > settled;
  if (isAhead && signerOf(statementDigest({ ...account, total: last.total }), last.signature) !== key)
    throw new CliError(
      "CLI_PROVIDER_REFUSED",
      `The host counts ${last.total} units that this key did not sign.`,
      {
        hint: "Have the host settle with the key that did: counting goes on from what the ledger has.",
        details: { total: last.total.toString() },
      },
    );
  const total = (isAhead ? last.total : settled) + price.units;
  return { total, header: encodeTotal(await signTotal({ ...account, total }, signer)) };
}

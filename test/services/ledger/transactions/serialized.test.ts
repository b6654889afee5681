/** Transactions as they are written here, beside ethers' own way. */
import { Wallet } from "ethers";
import fc from "fast-check";
import { expect, it } from "vitest";
import { toAddress, toHex } from "../../../../services/ledger/hex.js";
import {
  readSigned,
  type SignableTransaction,
  sign,
} from "../../../../services/ledger/transactions/signed.js";

const wallet = new Wallet(`0x${"4b".repeat(32)}`);
/** The same key, of which nothing but whole transactions can be had. */
const closed = {
  getAddress: () => wallet.getAddress(),
  signTransaction: (transaction: SignableTransaction) => wallet.signTransaction(transaction),
};

const price = fc.bigInt({ min: 0n, max: 2n ** 90n });
const hexOf = (least: number, most: number) =>
  fc
    .uint8Array({ minLength: least, maxLength: most })
    .map((bytes) => `0x${Buffer.from(bytes).toString("hex")}`);
const common = {
  chainId: fc.integer({ min: 1, max: 2 ** 31 }),
  nonce: fc.nat(),
  to: fc.option(hexOf(20, 20).map(toAddress), { nil: null }),
  data: hexOf(0, 300).map(toHex),
  gasLimit: fc.integer({ min: 21_000, max: 16_777_216 }),
};
const transactions: fc.Arbitrary<SignableTransaction> = fc.oneof(
  fc.record({ type: fc.constant(0 as const), gasPrice: price, ...common }),
  fc
    .record({ type: fc.constant(2 as const), tip: price, base: price, ...common })
    .map(({ tip, base, ...rest }) => ({ ...rest, maxPriorityFeePerGas: tip, maxFeePerGas: base + tip })),
);

it("are, byte for byte, what ethers makes of them, and read as what was signed", async () => {
  await fc.assert(
    fc.asyncProperty(transactions, async (transaction) => {
      const signed = await sign(wallet, transaction);
      expect(signed).toEqual(await sign(closed, transaction));
      expect(readSigned(signed)).toEqual({ from: toAddress(wallet.address), transaction });
    }),
    { numRuns: 200 },
  );
});

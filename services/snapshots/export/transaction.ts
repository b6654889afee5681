/** Transactions and receipts of a node, as the chain hashes them (EIP-2718, 155, 2930, 1559, 4844, 7702; EIP-658). */
import { z } from "zod";
import { addressSchema, bytesSchema, hashSchema, hexBytes } from "../../ledger/hex.js";
import { encodeRlp, type Item } from "../../proofs/rlp.js";

/** A number of up to 256 bits, in as few bytes as it takes. */
const number = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,64}$/, "not a quantity")
  .transform((text): Uint8Array => {
    const digits = text.slice(2).replace(/^0+/, "");
    return hexBytes(`0x${digits.length % 2 === 0 ? digits : `0${digits}`}`);
  });
const bytes = bytesSchema.transform(hexBytes);
const word = hashSchema.transform(hexBytes);
const address = addressSchema.transform(hexBytes);
const nothing = new Uint8Array();
/** None for a transaction that makes a contract. */
const receiver = address.nullish().transform((to) => to ?? nothing);

const accessList = z
  .array(z.object({ address, storageKeys: z.array(word) }))
  .transform((entries): Item => entries.map((entry) => [entry.address, entry.storageKeys]));

/** Nodes name the parity of a signature either way. */
const signature = { r: number, s: number, yParity: number.optional(), v: number.optional() };
const call = { nonce: number, gas: number, to: receiver, value: number, input: bytes };
const typed = { ...call, ...signature, chainId: number, accessList };
const tipped = { ...typed, maxPriorityFeePerGas: number, maxFeePerGas: number };

type Signature = { readonly [Part in "r" | "s" | "yParity" | "v"]?: Uint8Array | undefined };
const signed = ({ yParity, v, r, s }: Signature): Item[] => [
  yParity ?? v ?? nothing,
  r ?? nothing,
  s ?? nothing,
];

const enveloped = (type: number, fields: Item[]): Uint8Array => Uint8Array.from([type, ...encodeRlp(fields)]);

const legacy = z
  .object({ ...call, r: number, s: number, v: number, gasPrice: number })
  .transform(({ nonce, gasPrice, gas, to, value, input, v, r, s }) =>
    encodeRlp([nonce, gasPrice, gas, to, value, input, v, r, s]),
  );

const withAccessList = z
  .object({ ...typed, gasPrice: number })
  .transform((tx) =>
    enveloped(1, [
      tx.chainId,
      tx.nonce,
      tx.gasPrice,
      tx.gas,
      tx.to,
      tx.value,
      tx.input,
      tx.accessList,
      ...signed(tx),
    ]),
  );

type Tipped = z.infer<z.ZodObject<typeof tipped>>;
const tippedFields = (tx: Tipped): Item[] => [
  tx.chainId,
  tx.nonce,
  tx.maxPriorityFeePerGas,
  tx.maxFeePerGas,
  tx.gas,
  tx.to,
  tx.value,
  tx.input,
  tx.accessList,
];

const withTip = z.object(tipped).transform((tx) => enveloped(2, [...tippedFields(tx), ...signed(tx)]));

const withBlobs = z
  .object({ ...tipped, maxFeePerBlobGas: number, blobVersionedHashes: z.array(word) })
  .transform((tx) =>
    enveloped(3, [...tippedFields(tx), tx.maxFeePerBlobGas, tx.blobVersionedHashes, ...signed(tx)]),
  );

const withAuthorizations = z
  .object({
    ...tipped,
    authorizationList: z.array(z.object({ chainId: number, address, nonce: number, ...signature })),
  })
  .transform((tx) => {
    const given = tx.authorizationList.map(
      (one): Item => [one.chainId, one.address, one.nonce, ...signed(one)],
    );
    return enveloped(4, [...tippedFields(tx), given, ...signed(tx)]);
  });

const forms: Readonly<Record<string, z.ZodType<Uint8Array>>> = {
  "0x0": legacy,
  "0x1": withAccessList,
  "0x2": withTip,
  "0x3": withBlobs,
  "0x4": withAuthorizations,
};

/** A transaction of `eth_getBlockByNumber`, as it is hashed. */
export const transactionSchema = z
  .looseObject({ type: z.string().default("0x0"), hash: hashSchema })
  .transform((tx, context) => {
    const form = forms[tx.type];
    const parsed = form?.safeParse(tx);
    if (parsed?.success === true) return { hash: tx.hash, bytes: parsed.data };
    context.addIssue({ code: "custom", message: `a transaction of the type ${tx.type} that is not known` });
    return z.NEVER;
  });

const log = z
  .object({ address, topics: z.array(word), data: bytes })
  .transform((one): Item => [one.address, one.topics, one.data]);

/** A receipt of `eth_getTransactionReceipt`, as it is hashed. */
export const receiptSchema = z
  .object({
    type: z
      .string()
      .regex(/^0x[0-7]?[0-9a-f]$/)
      .default("0x0"),
    status: number.optional(),
    root: word.optional(),
    cumulativeGasUsed: number,
    logsBloom: bytes,
    logs: z.array(log),
  })
  .transform(({ type, status, root, cumulativeGasUsed, logsBloom, logs }) => {
    // Until Byzantium a receipt had the root of the state in place of how it ended.
    const fields: Item[] = [status ?? root ?? nothing, cumulativeGasUsed, logsBloom, logs];
    const kind = Number.parseInt(type, 16);
    return kind === 0 ? encodeRlp(fields) : enveloped(kind, fields);
  });

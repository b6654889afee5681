/** What the node takes at the most: transactions that were signed beforehand, handed over side by side, without a question before or after. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Call } from "../../../services/ledger/actions/call.js";
import type { LedgerProvider } from "../../../services/ledger/chain/provider.js";
import { hashSchema, quantitySchema, toAddress } from "../../../services/ledger/hex.js";
import { currentFees, type LocalSigner, sign } from "../../../services/ledger/transactions/signed.js";

/** Requests under way at once. */
export const sideBySide = 32;

/** @returns Transactions a second, from the first that is handed over until all are mined. */
export async function handedOver(
  { client, chainId }: LedgerProvider,
  signer: LocalSigner,
  calls: readonly Call[],
  gasLimit: number,
): Promise<number> {
  const from = toAddress(await signer.getAddress());
  const count = (): Promise<number> =>
    client.rpc("eth_getTransactionCount", [from, "latest"], quantitySchema);
  const first = await count();
  const fees = await currentFees(client);
  const signed = await Promise.all(
    calls.map(({ to, data }, place) =>
      sign(signer, { ...fees, chainId, nonce: first + place, to, data, gasLimit }),
    ),
  );
  const start = performance.now();
  const left = signed.values();
  const handOver = async (): Promise<void> => {
    for (const { raw } of left) await client.rpc("eth_sendRawTransaction", [raw], hashSchema);
  };
  await Promise.all(Array.from({ length: sideBySide }, handOver));
  while ((await count()) < first + calls.length) await sleep(5);
  return calls.length / ((performance.now() - start) / 1_000);
}

import { existsSync } from "node:fs";
import { z } from "zod";
import type { LedgerProvider } from "../../services/ledger/chain/provider.js";
import { openStore } from "../../services/store/store.js";

/**
 * A devnet that was killed may have lost its last second of blocks, while the index has seen them. The index waits for a
 * node that lags, so the devnet mines past what was lost: then the index sees another chain and undoes what is gone.
 * @returns how many blocks were lost.
 */
export async function replaceLostBlocks(provider: LedgerProvider, location: string): Promise<number> {
  if (!existsSync(location)) return 0;
  const store = await openStore(location, { createIfMissing: false });
  const checkpoint = store.read((view) => view.checkpoint());
  await store.close();
  const lost = (checkpoint?.number ?? 0) - (await provider.getBlockNumber());
  if (lost <= 0) return 0;
  await provider.client.rpc("anvil_mine", [`0x${(lost + 1).toString(16)}`], z.unknown());
  return lost;
}

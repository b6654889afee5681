/** A store that was filled with the chain's own logs up to a block, in one go: what there was at that block. */
import { fetchRange } from "../../../services/index/blocks.js";
import { readHeader } from "../../../services/index/chain.js";
import { contractsByAddress, type FollowedDeployment } from "../../../services/index/deployment.js";
import { claimStore } from "../../../services/index/identity.js";
import { writeRange } from "../../../services/index/writeRange.js";
import { RpcClient } from "../../../services/ledger/chain/rpc.js";
import type { Store } from "../../../services/store/store.js";
import { temporaryStore } from "../store/temporary.fixture.js";

export async function replayed(
  rpcUrl: string,
  deployment: FollowedDeployment,
  block: number,
): Promise<Store> {
  const store = await temporaryStore();
  await claimStore(store, deployment);
  const contracts = contractsByAddress(deployment);
  const rpc = new RpcClient(rpcUrl);
  const range = await fetchRange(rpc, {
    addresses: [...contracts.keys()],
    from: deployment.block,
    to: block,
    previous: null,
    head: await readHeader(rpc, "latest"),
    everyHeader: true,
  });
  if (range === null) throw new Error("The chain changed while it was read");
  const { to } = range;
  await writeRange({ store, contracts, parts: range.parts(), to, finalized: block, head: block });
  return store;
}

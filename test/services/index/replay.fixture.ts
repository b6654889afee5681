/** A store that was filled with the chain's own logs up to a block, in one go: what there was at that block. */
import { fetchRange } from "../../../services/index/blocks.js";
import { readHeader } from "../../../services/index/chain.js";
import { contractsByAddress, type FollowedDeployment } from "../../../services/index/deployment.js";
import { claimStore } from "../../../services/index/identity.js";
import { project } from "../../../services/index/project.js";
import { RpcClient } from "../../../services/ledger/chain/rpc.js";
import { decodeLog } from "../../../services/ledger/events/decodeLog.js";
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
  const draft = store.draft();
  for (const { address, topics, data, blockNumber, transactionHash: transaction, logIndex } of range.logs) {
    const contract = contracts.get(address);
    const time = range.blocks.get(blockNumber)?.time;
    const event = contract === undefined ? null : decodeLog(contract, topics, data);
    if (event === null || time === undefined) continue;
    project(draft, event, { block: blockNumber, time, transaction, log: logIndex });
  }
  const { number, hash, time } = range.to;
  await draft.commit({ number, hash, time, finalized: block, head: block }, { durable: false });
  return store;
}

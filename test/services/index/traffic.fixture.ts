/** Calls that fill a ledger with something to index. */
import type { Call } from "../../../services/ledger/actions/call.js";
import { registerIdentifier } from "../../../services/ledger/actions/identifiers.js";
import type { Deployment } from "../../../services/ledger/deployment/deployment.js";
import { quantitySchema } from "../../../services/ledger/hex.js";
import type { Address } from "../../../services/store/model.js";
import { call } from "./node.fixture.js";

/** Registers `1.<arc>` under the root of the OIDs: three logs. */
export function registerOid(deployment: Deployment, owner: Address, arc: number): Call {
  const name = { scheme: "oid", identifier: `1.${arc}` };
  return registerIdentifier(
    deployment,
    name,
    0,
    { subject: { kind: "none" }, linkset: new Uint8Array() },
    owner,
  );
}

/** Sends a call from an account that the devnet holds, without waiting: with manual mining it goes into the next block. */
export async function submit(
  rpcUrl: string,
  from: Address,
  { to, data }: Pick<Call, "to" | "data">,
): Promise<void> {
  await call(rpcUrl, "eth_sendTransaction", [{ from, to, data, gas: "0x7a120" }]);
}

/** Registers `count` OIDs from arc `first` on, `perBlock` in a block. Returns the head. */
export async function registerMany(
  rpcUrl: string,
  deployment: Deployment,
  owner: Address,
  { first, count, perBlock }: { readonly first: number; readonly count: number; readonly perBlock: number },
): Promise<number> {
  await call(rpcUrl, "evm_setAutomine", [false]);
  for (let start = first; start < first + count; start += perBlock) {
    const arcs = Array.from({ length: Math.min(perBlock, first + count - start) }, (_, n) => start + n);
    for (const arc of arcs) await submit(rpcUrl, owner, registerOid(deployment, owner, arc));
    await call(rpcUrl, "evm_mine");
  }
  await call(rpcUrl, "evm_setAutomine", [true]);
  return quantitySchema.parse(await call(rpcUrl, "eth_blockNumber"));
}

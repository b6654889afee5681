import type { HDNodeWallet } from "ethers";
import { z } from "zod";
import { quantity } from "../../../services/index/chain.js";
import { registerIdentifier } from "../../../services/ledger/actions/identifiers.js";
import type { LedgerProvider } from "../../../services/ledger/chain/provider.js";
import type { Deployment } from "../../../services/ledger/deployment/deployment.js";
import { quantitySchema, toAddress } from "../../../services/ledger/hex.js";
import { encodeLinkset } from "../../../services/ledger/linkset.js";
import { pumpLinks, serialOf } from "../world/names.js";

export interface Traffic {
  readonly provider: LedgerProvider;
  readonly deployment: Deployment;
  /** Holds the schemes' roots. */
  readonly signer: HDNodeWallet;
  readonly records: number;
  /** Number of the first one; 0 where not given. */
  readonly first?: number;
  readonly perBlock: number;
}

/** More than a registration takes. */
const gas = "0x7a120";

/** Registers serial numbers with links, three events each, in blocks as full as those of a busy chain. */
export async function registerSerials({
  provider,
  deployment,
  signer,
  records,
  first: begin = 0,
  perBlock,
}: Traffic): Promise<void> {
  const owner = toAddress(signer.address);
  const { client } = provider;
  const nonce = await client.rpc("eth_getTransactionCount", [owner, "latest"], quantitySchema);
  await client.request("evm_setAutomine", [false]);
  for (let first = 0; first < records; first += perBlock) {
    const numbers = Array.from({ length: Math.min(perBlock, records - first) }, (_, n) => begin + first + n);
    const calls = numbers.map((number) =>
      registerIdentifier(
        deployment,
        { scheme: "gs1", identifier: serialOf(number) },
        0,
        { subject: { kind: "none" }, linkset: encodeLinkset(pumpLinks(number)) },
        owner,
      ),
    );
    // Signed by the node, whose account it is; with nonces, as many are on their way at once.
    await Promise.all(
      calls.map(({ to, data }, place) => {
        const transaction = { from: owner, to, data, gas, nonce: quantity(nonce + first + place) };
        return client.request("eth_sendTransaction", [transaction]);
      }),
    );
    await client.request("evm_mine", []);
  }
  const left = await client.rpc(
    "eth_getBlockTransactionCountByNumber",
    ["pending"],
    quantitySchema.nullable(),
  );
  if (left !== null && left > 0) throw new Error(`${left} registrations found no room in a block`);
  await expectRegistered(provider, records);
}

/** A registration that was refused would make a block, but no event. */
async function expectRegistered({ client }: LedgerProvider, records: number): Promise<void> {
  const receipts = await client.rpc(
    "eth_getBlockReceipts",
    ["latest"],
    z.array(z.object({ status: quantitySchema })),
  );
  if (records > 0 && !receipts.every(({ status }) => status === 1))
    throw new Error("A registration was refused");
}

/** All bundles that a party anchored, from the chain's logs. */
import { z } from "zod";
import type { Address, Digest } from "../../store/model.js";
import type { LedgerProvider } from "../chain/provider.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { decodeLog } from "../events/decodeLog.js";
import { bytesSchema, hashSchema, toDigest, uintWord } from "../hex.js";

export interface LoggedBundle {
  readonly root: Digest;
  readonly uri: string;
}

const logsSchema = z.array(z.object({ topics: z.array(hashSchema), data: bytesSchema }));

/**
 * In the order of the chain. One request asks for all blocks since the deployment: a node that bounds ranges refuses it.
 * @throws LedgerError
 */
export async function readBundlesOf(
  { client }: LedgerProvider,
  { block, contracts }: Deployment,
  author: Address,
): Promise<readonly LoggedBundle[]> {
  const topic = interfaces.evidence.getEvent("BundleAnchored").topicHash;
  const filter = {
    address: contracts.evidence,
    fromBlock: `0x${block.toString(16)}`,
    toBlock: "latest",
    topics: [topic, null, uintWord(BigInt(author))],
  };
  const logs = await client.rpc("eth_getLogs", [filter], logsSchema);
  return logs.flatMap(({ topics, data }) => {
    const event = decodeLog("evidence", topics, data);
    return event?.event === "BundleAnchored" ? [{ root: toDigest(event.root), uri: event.uri }] : [];
  });
}

/** Bundles that a party anchored, from the chain's logs. */
import { z } from "zod";
import type { Address, Digest } from "../../store/model.js";
import type { LedgerProvider } from "../chain/provider.js";
import { rangeSizer } from "../chain/rangeSizer.js";
import type { Rpc } from "../chain/rpc.js";
import { asksForLess } from "../chain/tooLarge.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { decodeLog } from "../events/decodeLog.js";
import { bytesSchema, hashSchema, quantitySchema, toDigest, uintWord } from "../hex.js";

export interface LoggedBundle {
  readonly root: Digest;
  readonly uri: string;
  readonly block: number;
}

const logsSchema = z.array(
  z.object({ topics: z.array(hashSchema), data: bytesSchema, blockNumber: quantitySchema }),
);
type Logs = z.infer<typeof logsSchema>;

/** Blocks that are asked for first: a party anchors seldom. */
const firstBlocks = 256;

/**
 * In the order of the chain, from block `from` to block `to`, in ranges that the node takes.
 * @throws LedgerError
 */
export async function readBundlesOf(
  { client }: LedgerProvider,
  { contracts }: Deployment,
  author: Address,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly LoggedBundle[]> {
  const topic = interfaces.evidence.getEvent("BundleAnchored").topicHash;
  const filter = { address: contracts.evidence, topics: [topic, null, uintWord(BigInt(author))] };
  const sizer = rangeSizer(firstBlocks);
  const bundles: LoggedBundle[] = [];
  for (let first = from; first <= to; ) {
    const last = sizer.end(first, to, to);
    const logs = await logsOf(client, filter, first, last);
    if (logs === "too large") {
      sizer.refused(last - first + 1);
      continue;
    }
    sizer.fetched(last - first + 1, 0, logs.length);
    bundles.push(...logs.flatMap(bundleIn));
    first = last + 1;
  }
  return bundles;
}

async function logsOf(
  client: Rpc,
  filter: { readonly address: Address; readonly topics: readonly (string | null)[] },
  first: number,
  last: number,
): Promise<Logs | "too large"> {
  const blocks = { fromBlock: `0x${first.toString(16)}`, toBlock: `0x${last.toString(16)}` };
  try {
    return await client.rpc("eth_getLogs", [{ ...filter, ...blocks }], logsSchema);
  } catch (raised) {
    if (last > first && asksForLess(raised)) return "too large";
    throw raised;
  }
}

function bundleIn({ topics, data, blockNumber: block }: Logs[number]): readonly LoggedBundle[] {
  const event = decodeLog("evidence", topics, data);
  return event?.event === "BundleAnchored" ? [{ root: toDigest(event.root), uri: event.uri, block }] : [];
}

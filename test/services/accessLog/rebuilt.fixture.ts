/** A log's database as whoever tampers would leave it: whole in itself. */
import {
  checkpointKey,
  entryKey,
  headKey,
  type LogDatabase,
  nodeKey,
} from "../../../services/accessLog/database.js";
import { Frontier } from "../../../services/accessLog/tree/frontier.js";
import { leafHash } from "../../../services/accessLog/tree/hashes.js";

/** Makes head and subtrees fit the entries that are there. */
export async function refit(level: LogDatabase): Promise<void> {
  const frontier = new Frontier();
  for await (const text of level.values({ gt: "e/", lt: "e/g" }))
    for (const { level: height, index, hash } of frontier.append(leafHash(text)))
      await level.put(nodeKey(height, index), hash);
  await level.put(headKey, JSON.stringify({ size: frontier.size, root: frontier.root() }));
}

/** Leaves these entries and this checkpoint alone. */
export async function rebuild(
  level: LogDatabase,
  entries: readonly string[],
  checkpoint: { readonly size: number; readonly text: string },
): Promise<void> {
  await level.clear();
  for (const [sequence, text] of entries.entries()) await level.put(entryKey(sequence), text);
  await level.put(checkpointKey(checkpoint.size), checkpoint.text);
  await refit(level);
}

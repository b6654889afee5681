import { CadastreError } from "../errors/cadastreError.js";
import { isDiskFull } from "../errors/diskFull.js";

export type SnapshotErrorCode =
  /** The file is no snapshot, or not as it was written. */
  | "SNAPSHOT_DAMAGED"
  /** The snapshot was written in another form. */
  | "SNAPSHOT_OTHER_VERSION"
  /** It is of another chain or another deployment. */
  | "SNAPSHOT_OTHER_LEDGER"
  /** Its blocks are not those of the node's chain. */
  | "SNAPSHOT_NOT_CANONICAL"
  /** What it says of a block is not what the block's hash commits to. */
  | "SNAPSHOT_NOT_PROVEN"
  /** The folder of the index is in use or holds something. */
  | "SNAPSHOT_TARGET_IN_USE"
  /** The file to be written is there. */
  | "SNAPSHOT_EXISTS"
  /** The node has no such block, or no longer what is in it. */
  | "SNAPSHOT_BLOCK_UNKNOWN"
  /** What the node gives of a block does not make its hash. */
  | "SNAPSHOT_NODE_WRONG"
  /** The disk is full, or the file cannot be read or written. */
  | "SNAPSHOT_IO";

/** What can go wrong between the ledger's history and a file of it. */
export class SnapshotError extends CadastreError<SnapshotErrorCode> {}

export const damaged = (why: string, cause?: unknown): SnapshotError =>
  new SnapshotError("SNAPSHOT_DAMAGED", `The snapshot is damaged: ${why}.`, {
    hint: "Fetch it anew, or have it made anew: cadastre index export FILE",
    cause,
  });

export const notProven = (block: number, why: string, cause?: unknown): SnapshotError =>
  new SnapshotError("SNAPSHOT_NOT_PROVEN", `What the snapshot says of block ${block} is not true: ${why}.`, {
    hint: "Do not trust where it comes from. Take another one, or let the resolver follow the chain from its beginning.",
    details: { block },
    cause,
  });

/** What the file system raised, in terms of snapshots; everything else as it is. */
export function fileError(raised: unknown, file: string): unknown {
  if (!(raised instanceof Error) || !("code" in raised) || !("syscall" in raised)) return raised;
  const full = isDiskFull(raised);
  return new SnapshotError(
    "SNAPSHOT_IO",
    full
      ? `No space is left for ${file}.`
      : `The file ${file} cannot be read or written (${String(raised.code)}).`,
    {
      hint: full ? "Free space and start again." : "Check the path and what you may do there.",
      details: { file, reason: String(raised.code) },
      cause: raised,
    },
  );
}

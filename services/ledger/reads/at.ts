/** The moment that a read is about. */
import type { BlockTag, Overrides } from "ethers";

/** A block's number; the head if left out. */
export const atBlock = (block: number | undefined): Overrides & { blockTag: BlockTag } => ({
  blockTag: block ?? "latest",
});

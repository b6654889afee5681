/**
 * A text that names the block that it is of. It is kept whole, as what goes out is this very text; what another block makes of it is put
 * together from it.
 */
export interface TextOfBlock {
  readonly text: string;
  /** Where the block stands in it, and where that ends. */
  readonly from: number;
  readonly to: number;
}

export const textOfBlock = (before: string, block: string, after: string): TextOfBlock => ({
  text: before + block + after,
  from: before.length,
  to: before.length + block.length,
});

/** The same of another block. */
export const ofAnotherBlock = ({ text, from, to }: TextOfBlock, block: string): TextOfBlock =>
  textOfBlock(text.slice(0, from), block, text.slice(to));

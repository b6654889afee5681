import { CadastreError } from "../errors/cadastreError.js";

export type IndexErrorCode =
  | "INDEX_WRONG_CHAIN"
  | "INDEX_CHAIN_RESET"
  | "INDEX_OTHER_DEPLOYMENT"
  | "INDEX_NO_DEPLOYMENT"
  | "INDEX_REORG_BELOW_FINALITY"
  | "INDEX_INCONSISTENT"
  | "INDEX_BAD_ANSWER";

/** What can go wrong between the chain and the index. */
export class IndexError extends CadastreError<IndexErrorCode> {}

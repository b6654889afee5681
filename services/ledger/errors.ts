/** What can go wrong between Cadastre and the chain. */
import { CadastreError } from "../errors/cadastreError.js";

export type LedgerErrorCode =
  /** The node does not answer at all. */
  | "LEDGER_RPC_UNREACHABLE"
  /** The node did not answer in time. For a transaction nobody knows then whether it took place. */
  | "LEDGER_RPC_TIMEOUT"
  /** The node refuses a request as too large, or its answer is: ask for less. */
  | "LEDGER_RPC_TOO_LARGE"
  /** The node answered with a JSON-RPC error; `details.rpcCode` and `details.rpcMessage` have it. */
  | "LEDGER_RPC_ERROR"
  /** The node's answer does not have the form that the specification gives it. */
  | "LEDGER_RPC_MALFORMED"
  /** The URL of the node is not an http(s) URL. */
  | "LEDGER_RPC_URL"
  /** The chain is not the one that the deployment is on. */
  | "LEDGER_WRONG_CHAIN"
  /** There is no code at an address of the deployment. */
  | "LEDGER_DEPLOYMENT_MISSING"
  /** There is no deployment file for this chain. */
  | "LEDGER_DEPLOYMENT_NOT_FOUND"
  /** A deployment file or journal cannot be read, or does not hold what it should. */
  | "LEDGER_DEPLOYMENT_INVALID"
  /** Another process is deploying to the same chain from the same folder. */
  | "LEDGER_DEPLOYMENT_BUSY"
  /** The account that should hold the scheme roots is not a registered party. */
  | "LEDGER_ROOT_HOLDER_NOT_A_PARTY"
  /** The ledger refused a call; `details.error` and `details.args` have its custom error. */
  | "LEDGER_REVERTED"
  /** A transaction was mined and failed without a reason that could be found out. */
  | "LEDGER_TRANSACTION_FAILED"
  /** A transaction was sent and is not known to be mined or lost. */
  | "LEDGER_TRANSACTION_PENDING"
  /** Another transaction of the same account took the place of this one. */
  | "LEDGER_TRANSACTION_REPLACED"
  /** The node refuses the transaction. */
  | "LEDGER_TRANSACTION_REFUSED"
  /** The call needs more gas than one transaction may have (EIP-7825). */
  | "LEDGER_GAS_CAP"
  /** Gas costs more than its owner lets it cost. */
  | "LEDGER_FEES_TOO_HIGH"
  /** The account cannot pay for the gas. */
  | "LEDGER_INSUFFICIENT_FUNDS"
  /** A value does not fit the ledger's type. */
  | "LEDGER_INVALID_VALUE"
  /** A text is not the hexadecimal value that it should be. */
  | "LEDGER_MALFORMED_HEX"
  /** A log of our contracts does not decode. */
  | "LEDGER_MALFORMED_LOG"
  | "LEDGER_WRONG_PASSWORD"
  | "LEDGER_KEY_EXISTS"
  | "LEDGER_KEY_NOT_FOUND"
  | "LEDGER_KEY_NAME"
  | "LEDGER_KEY_INVALID"
  /** A keystore file cannot be read or written. */
  | "LEDGER_KEY_FILE";

export class LedgerError extends CadastreError<LedgerErrorCode> {}

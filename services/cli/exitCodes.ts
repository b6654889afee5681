/** What the exit code of `cadastre` says. Stable: scripts depend on it. */
import { CadastreError } from "../errors/cadastreError.js";

export const exitCodes = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  notFound: 3,
  refused: 4,
  unreachable: 5,
  partly: 6,
  key: 7,
  wrongChain: 8,
  mismatch: 9,
  unverifiable: 10,
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodeHelp: readonly (readonly [ExitCode, string])[] = [
  [exitCodes.ok, "done"],
  [exitCodes.unexpected, "unexpected failure: a defect, please report it"],
  [
    exitCodes.usage,
    "wrong usage: command line, configuration, identifier, input file, or a file that cannot be written",
  ],
  [exitCodes.notFound, "not found on the ledger"],
  [
    exitCodes.refused,
    "refused by the ledger (not the holder, exists already, not confirmed …) or by a data provider, or another process is at it already",
  ],
  [exitCodes.unreachable, "node, resolver or data provider not reachable, or no answer in time"],
  [
    exitCodes.partly,
    "import: some entries failed, the others are registered; resolve of several: some were not found; quota settle: some units could not be taken",
  ],
  [exitCodes.key, "key missing, or wrong password"],
  [exitCodes.wrongChain, "wrong chain, or the ledger is not deployed there"],
  [
    exitCodes.mismatch,
    "resolve --check: the resolver's answer differs from the chain; resolve --proof: from its proof; import: the chain does not have a batch that the resolver has; right log: the ledger does not have what a proof rests on; sealed verify: the disclosure is not true; verify: the proof shows something else than it says; data get: the content is not the ledger's",
  ],
  [
    exitCodes.unverifiable,
    "verify, right log: the proof shows nothing (changed, incomplete, of another block or ledger); index import: the snapshot is damaged, or not of this chain",
  ],
  [exitCodes.interrupted, "stopped by Ctrl-C"],
];

const byCode: Readonly<Record<string, ExitCode>> = {
  CLI_PASSWORD_MISSING: exitCodes.key,
  CLI_NOT_CONFIRMED: exitCodes.refused,
  CLI_BUSY: exitCodes.refused,
  CLI_NOT_FOUND: exitCodes.notFound,
  CLI_NOT_AUTHORISED: exitCodes.refused,
  CLI_EVENTS_INCOMPLETE: exitCodes.unreachable,
  CLI_RESOLVER_UNREACHABLE: exitCodes.unreachable,
  CLI_RESOLVER_MALFORMED: exitCodes.unreachable,
  CLI_NOT_PROVEN: exitCodes.unreachable,
  CLI_MISMATCH: exitCodes.mismatch,
  CLI_CONTENT_MISMATCH: exitCodes.mismatch,
  CLI_PROVIDER_REFUSED: exitCodes.refused,
  CLI_PROVIDER_UNREACHABLE: exitCodes.unreachable,
  CLI_INTERRUPTED: exitCodes.interrupted,
  CREDENTIAL_ISSUER_UNAVAILABLE: exitCodes.unreachable,
  CREDENTIAL_STATUS_UNAVAILABLE: exitCodes.unreachable,
  CREDENTIAL_EXPIRED: exitCodes.mismatch,
  CREDENTIAL_ENDED: exitCodes.mismatch,
  CREDENTIAL_SUSPENDED: exitCodes.mismatch,
  PROOF_NODE_UNABLE: exitCodes.unreachable,
  PROOF_STATE_PRUNED: exitCodes.unreachable,
  PROOF_NODE_WRONG: exitCodes.unreachable,
  PROOF_BLOCK_UNKNOWN: exitCodes.notFound,
  AUDIT_PROOF_MISMATCH: exitCodes.mismatch,
  AUDIT_ACCESS_MISMATCH: exitCodes.mismatch,
  PROOF_ANSWER_REFUTED: exitCodes.mismatch,
  PROOF_CONTENT_REFUTED: exitCodes.mismatch,
  PROOF_MEMBERSHIP_REFUTED: exitCodes.mismatch,
  PROOF_GRANT_REFUTED: exitCodes.mismatch,
  PROOF_PARTS_REFUTED: exitCodes.mismatch,
  PROOF_DISCLOSURE_REFUTED: exitCodes.mismatch,
  SNAPSHOT_EXISTS: exitCodes.usage,
  SNAPSHOT_TARGET_IN_USE: exitCodes.usage,
  SNAPSHOT_IO: exitCodes.usage,
  SNAPSHOT_OTHER_LEDGER: exitCodes.wrongChain,
  SNAPSHOT_BLOCK_UNKNOWN: exitCodes.unreachable,
  SNAPSHOT_NODE_WRONG: exitCodes.unreachable,
  INDEX_BAD_ANSWER: exitCodes.unreachable,
  INDEX_INCONSISTENT: exitCodes.unverifiable,
  IMPORT_NOT_PARTY: exitCodes.refused,
  IMPORT_UNDER_WAY: exitCodes.refused,
  IMPORT_UNSETTLED: exitCodes.refused,
  IMPORT_LISTS_LEFT: exitCodes.refused,
  IMPORT_UNKNOWN: exitCodes.notFound,
  IMPORT_CONFLICT: exitCodes.refused,
  IMPORT_RESOLVER_WRONG: exitCodes.mismatch,
  LEDGER_RPC_URL: exitCodes.usage,
  LEDGER_WRONG_CHAIN: exitCodes.wrongChain,
  LEDGER_WRONG_PASSWORD: exitCodes.key,
  LEDGER_KEY_EXISTS: exitCodes.usage,
  LEDGER_KEY_NAME: exitCodes.usage,
  LEDGER_INVALID_VALUE: exitCodes.usage,
  LEDGER_MALFORMED_HEX: exitCodes.usage,
  LEDGER_MALFORMED_LOG: exitCodes.unreachable,
  LEDGER_TRANSACTION_PENDING: exitCodes.unreachable,
};

const byPrefix: readonly (readonly [string, ExitCode])[] = [
  ["CLI_", exitCodes.usage],
  ["IMPORT_", exitCodes.usage],
  ["IDENTIFIER_", exitCodes.usage],
  ["POLICY_", exitCodes.usage],
  ["LEDGER_RPC_", exitCodes.unreachable],
  ["LEDGER_DEPLOYMENT_", exitCodes.wrongChain],
  ["LEDGER_KEY_", exitCodes.key],
  ["LEDGER_", exitCodes.refused],
  ["PROOF_", exitCodes.unverifiable],
  ["SNAPSHOT_", exitCodes.unverifiable],
  ["MANIFEST_", exitCodes.unverifiable],
  ["STORE_", exitCodes.usage],
  ["INDEX_", exitCodes.wrongChain],
  ["ACCESS_LOG_", exitCodes.unverifiable],
  ["AUDIT_", exitCodes.unverifiable],
  ["CREDENTIAL_", exitCodes.unverifiable],
];

/** A question that the resolver refuses for what it says is wrong usage; whatever another try may help is not. */
function ofRefusal(status: unknown): ExitCode {
  switch (status) {
    case 400:
    case 413:
    case 414:
    case 422:
      return exitCodes.usage;
    case 404:
      return exitCodes.notFound;
    case 409:
      return exitCodes.refused;
    default:
      return exitCodes.unreachable;
  }
}

export function exitCodeOf(error: unknown): ExitCode {
  if (!(error instanceof CadastreError)) return exitCodes.unexpected;
  const { code } = error;
  if (code === "CLI_RESOLVER_REFUSED") return ofRefusal(error.details.status);
  return byCode[code] ?? byPrefix.find(([prefix]) => code.startsWith(prefix))?.[1] ?? exitCodes.unexpected;
}

/** What can go wrong in the command line itself; everything else comes from the layers beneath with its own code. */
import { CadastreError } from "../errors/cadastreError.js";
import { schemes } from "../identifiers/index.js";

export type CliErrorCode =
  /** The command line is wrong: unknown command or option, missing or malformed argument. */
  | "CLI_USAGE"
  /** A setting that the command needs is not there. */
  | "CLI_NOT_CONFIGURED"
  /** The configuration file or an environment variable does not hold what it should. */
  | "CLI_CONFIG_INVALID"
  | "CLI_CONFIG_UNWRITABLE"
  /** A file that the command was asked to write cannot be written. */
  | "CLI_FILE_UNWRITABLE"
  /** The report of an import cannot be written. */
  | "CLI_REPORT_UNWRITABLE"
  /** The key is locked and there is nobody to ask for its password. */
  | "CLI_PASSWORD_MISSING"
  /** An irreversible step was not confirmed. */
  | "CLI_NOT_CONFIRMED"
  /** What was asked for is not on the ledger. */
  | "CLI_NOT_FOUND"
  /** Nobody has delegated a namespace for the identifier to the party; or the resolver does not take the key for the party's. */
  | "CLI_NOT_AUTHORISED"
  /** The chain's events do not fit the state: the node left some out. */
  | "CLI_EVENTS_INCOMPLETE"
  | "CLI_RESOLVER_UNREACHABLE"
  /** The resolver refused the request; `details` has its problem document. */
  | "CLI_RESOLVER_REFUSED"
  /** The resolver's answer is not what its API describes. */
  | "CLI_RESOLVER_MALFORMED"
  /** The resolver's answer differs from the chain, or a disclosure is not true of its record. */
  | "CLI_MISMATCH"
  /** What a data provider sent is not the content that the ledger has. Nothing of it was kept. */
  | "CLI_CONTENT_MISMATCH"
  /** The data provider refused the request; `details` has its status and code. */
  | "CLI_PROVIDER_REFUSED"
  | "CLI_PROVIDER_UNREACHABLE"
  /** The resolver has no proof of its answer. */
  | "CLI_NOT_PROVEN"
  /** Another process is at the same work. */
  | "CLI_BUSY"
  /** Stopped by a signal. */
  | "CLI_INTERRUPTED";

export class CliError extends CadastreError<CliErrorCode> {}

export function usage(message: string, hint: string): CliError {
  return new CliError("CLI_USAGE", message, { hint });
}

export function notFound(message: string, hint: string): CliError {
  return new CliError("CLI_NOT_FOUND", message, { hint });
}

export function schemeMissing(scheme: string): CliError {
  return notFound(`The ledger does not have the scheme "${scheme}".`, "Its administrator can register it.");
}

export function unknownScheme(text: string): CliError {
  const known = schemes.join(", ");
  return usage(`"${text}" is not an identifier scheme.`, `Schemes are ${known}.`);
}

import { CadastreError } from "../errors/cadastreError.js";

export type AccessLogErrorCode =
  | "ACCESS_LOG_ALTERED"
  | "ACCESS_LOG_TRUNCATED"
  | "ACCESS_LOG_WRITE_FAILED"
  | "ACCESS_LOG_ENTRY_INVALID"
  | "ACCESS_LOG_ALLOWANCE_USED"
  | "ACCESS_LOG_UNAVAILABLE"
  | "ACCESS_LOG_LOCKED"
  | "ACCESS_LOG_IO"
  | "ACCESS_LOG_KEY"
  | "ACCESS_LOG_PROOF_INVALID";

/** What can go wrong with the log of access decisions. */
export class AccessLogError extends CadastreError<AccessLogErrorCode> {}

/** The log's own folder holds something else than what was written to it. */
export function altered(what: string, details: Readonly<Record<string, unknown>>): AccessLogError {
  return new AccessLogError("ACCESS_LOG_ALTERED", `The access log was altered: ${what}.`, {
    hint: restore,
    details,
  });
}

/** Entries that were there are not any more. */
export function truncated(what: string, details: Readonly<Record<string, unknown>>): AccessLogError {
  return new AccessLogError("ACCESS_LOG_TRUNCATED", `The access log was cut off: ${what}.`, {
    hint: restore,
    details,
  });
}

/** Whether the log is not what was written: nothing but a backup mends that. */
export const isUnsound = (raised: unknown): raised is AccessLogError =>
  raised instanceof AccessLogError &&
  (raised.code === "ACCESS_LOG_ALTERED" || raised.code === "ACCESS_LOG_TRUNCATED");

const restore =
  "Keep the folder as it is for whoever looks into it, and restore the log from a backup: docs/operating.md. Nothing is decided " +
  "meanwhile, as it could not be logged.";

/** Puts what Level raised into the log's terms. */
export function databaseError(raised: unknown, location: string): AccessLogError {
  if (raised instanceof AccessLogError) return raised;
  const messages: string[] = [];
  for (let cause = raised; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && cause.code === "LEVEL_LOCKED") {
      return new AccessLogError(
        "ACCESS_LOG_LOCKED",
        `The access log in ${location} is in use by another process.`,
        {
          hint: "Stop the other process, or give this one a folder of its own: CADASTRE_ACCESS_LOG.",
          details: { location },
          cause: raised,
        },
      );
    }
    messages.push(cause.message);
  }
  return new AccessLogError(
    "ACCESS_LOG_IO",
    `The access log in ${location} cannot be read or written: ${messages.join(": ")}`,
    {
      hint: "Check that the folder is writable, has space and lies on a healthy disk, then start again.",
      details: { location },
      cause: raised,
    },
  );
}

export function writeFailed(raised: unknown, location: string): AccessLogError {
  const { message, details } = databaseError(raised, location);
  return new AccessLogError("ACCESS_LOG_WRITE_FAILED", message, {
    hint: "See to the disk: the log goes on by itself once it can. Nothing is decided meanwhile, as it could not be logged.",
    details,
    cause: raised,
  });
}

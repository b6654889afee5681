/** What threads tell each other about the log. */
import type { MessagePort } from "node:worker_threads";
import type { Deployment } from "../../ledger/deployment/deployment.js";
import type { FeeCeiling } from "../../ledger/transactions/feeCeiling.js";
import type { Address } from "../../store/model.js";
import type { KeyFiles } from "../anchoring/evidence.js";
import { AccessLogError, type AccessLogErrorCode } from "../errors.js";
import type { AccessRecorder } from "../log.js";
import type { AccessLogReader } from "../reader.js";

/** When and with what the log is anchored. */
export interface AnchoringKey extends KeyFiles {
  /** Seconds between two anchors. */
  readonly interval: number;
  readonly feeCeiling: FeeCeiling;
}

/** The ledger that the log is held against and anchored on. */
export interface AnchoringSettings {
  readonly rpcUrl: string;
  readonly deployment: Deployment;
  /** null where nothing is anchored. */
  readonly key: AnchoringKey | null;
}

/** What the log's thread is started with. */
export interface LogThreadSettings {
  /** Folder of the log. */
  readonly location: string;
  /** Entries that one party may cause in an hour; where left out, as many as it likes. */
  readonly hourly?: number | undefined;
  /** Where left out, the log knows no ledger. */
  readonly anchoring?: AnchoringSettings | undefined;
}

/** What the log's thread is told. */
export type ToldLog =
  /** Somebody who records and reads over this port. */
  | { readonly kind: "client"; readonly port: MessagePort }
  /** The resolver's public address: the log is held against the ledger, and anchoring begins. */
  | { readonly kind: "anchor"; readonly baseUrl: string }
  | { readonly kind: "stop" };

/** Something for the operator. */
export interface LogNote {
  readonly level: "info" | "warn" | "error";
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What the log's thread tells. */
export type LogTelling =
  /** It takes what is recorded; `author` anchors. */
  | { readonly kind: "opened"; readonly author: Address | null }
  | { readonly kind: "failed"; readonly error: SentError }
  | ({ readonly kind: "note" } & LogNote);

/** What is asked of the log, and with what. */
export type LogQuestion =
  | { readonly of: "record"; readonly given: Parameters<AccessRecorder["record"]> }
  | { [Name in keyof AccessLogReader]: ReaderQuestion<Name> }[keyof AccessLogReader];

interface ReaderQuestion<Name extends keyof AccessLogReader> {
  readonly of: Name;
  readonly given: Parameters<AccessLogReader[Name]>;
}

/** A question with the number that its reply has. */
export type LogRequest = LogQuestion & { readonly id: number };
/** `answer` is what the log's method of that name returns. */
export type LogReply<Answer> =
  | { readonly id: number; readonly answer: Answer }
  | { readonly id: number; readonly error: SentError };

/** An error as it goes from thread to thread, which takes its class from it. */
export interface SentError {
  readonly code: AccessLogErrorCode;
  readonly message: string;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;
}

export const sentError = ({ code, message, hint, details }: AccessLogError): SentError => ({
  code,
  message,
  hint,
  details,
});

export const receivedError = ({ code, message, hint, details }: SentError): AccessLogError =>
  new AccessLogError(code, message, { ...(hint === undefined ? {} : { hint }), details });

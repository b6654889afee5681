/**
 * The base of every error that Cadastre raises on purpose.
 *
 * A layer derives its own class and its own codes (`IdentifierError`, `LedgerError` …); the command line prints
 * `message` and `hint`, the HTTP services map `code` to a problem document. `message` says what is wrong,
 * `hint` says what to do about it; neither ever carries a secret.
 */
export abstract class CadastreError<Code extends string = string> extends Error {
  /** Stable, documented, upper-case code, such as `IDENTIFIER_CHECK_DIGIT`. */
  readonly code: Code;
  /** The next step for whoever reads the error. */
  readonly hint: string | undefined;
  /** The values behind the message, JSON-safe. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: Code,
    message: string,
    options: { hint?: string; details?: Readonly<Record<string, unknown>>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = options.hint;
    this.details = options.details ?? {};
  }
}

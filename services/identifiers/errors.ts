import { CadastreError } from "../errors/cadastreError.js";

/** Every code an `IdentifierError` can carry; `docs/identifiers.md` lists them with their meaning. */
export const identifierErrorCodes = [
  "IDENTIFIER_EMPTY",
  "IDENTIFIER_UNKNOWN_SCHEME",
  "IDENTIFIER_UNSUPPORTED",
  "IDENTIFIER_SYNTAX",
  "IDENTIFIER_LENGTH",
  "IDENTIFIER_CHARACTER",
  "IDENTIFIER_CHECK_DIGIT",
  "IDENTIFIER_VALUE",
  "IDENTIFIER_DUPLICATE",
  "IDENTIFIER_UNKNOWN_AI",
  "IDENTIFIER_NO_KEY",
  "IDENTIFIER_QUALIFIER_ORDER",
  "IDENTIFIER_ATTRIBUTE",
  "IDENTIFIER_PAIRING",
  "IDENTIFIER_DID_URL",
] as const;
export type IdentifierErrorCode = (typeof identifierErrorCodes)[number];

/** What a thrower tells beside code and message. */
export interface IdentifierProblem {
  /** What to do about it. */
  readonly hint: string;
  /** UTF-16 offset in the text that was given, where it is known. */
  readonly position?: number | undefined;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A text that is no identifier, or not a right one. The only error that this folder throws. */
export class IdentifierError extends CadastreError<IdentifierErrorCode> {
  /** Always there, unlike in other layers. */
  declare readonly hint: string;
  /** UTF-16 offset of the fault in the text that was given, where it is known. */
  readonly position: number | undefined;

  constructor(code: IdentifierErrorCode, message: string, problem: IdentifierProblem) {
    const { hint, position, details } = problem;
    super(code, message, {
      hint,
      details: position === undefined ? { ...details } : { ...details, position },
    });
    this.position = position;
  }

  /** The same error with another position. */
  placedAt(position: number): IdentifierError {
    const { position: _, ...details } = this.details;
    return new IdentifierError(this.code, this.message, { hint: this.hint, position, details });
  }
}

/**
 * An error about a part of a text as one about the whole, to be thrown in its place; any other is left as it is.
 *
 * @param place Where the part begins, or what turns a position in it into one in the whole.
 */
export function inWhole(error: unknown, place: number | ((position: number) => number)): unknown {
  if (!(error instanceof IdentifierError)) return error;
  // An error without a position is about the part as a whole.
  const position = error.position ?? 0;
  return error.placedAt(typeof place === "number" ? position + place : place(position));
}

/** Runs a parser on a part of a text; positions in its errors are then those in the whole. */
export function withOffset<T>(place: number | ((position: number) => number), parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw inWhole(error, place);
  }
}

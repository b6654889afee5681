/** Who runs the resolver. */
export interface Contact {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  /** With a plus sign and the country's code. */
  readonly telephone?: string | undefined;
}

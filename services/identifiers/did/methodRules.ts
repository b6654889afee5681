import { asciiLowerCase } from "../text.js";

/** What a DID method says of its ids beyond DID Core. Escapes have their one spelling already. */
export interface MethodRules {
  /**
   * The spelling in which equal ids are equal strings.
   *
   * @throws IdentifierError for an id that the method does not have; positions count from the id's beginning.
   */
  normalise(id: string): string;
  /** The same for a beginning of an id, whole segments of it. */
  normalisePrefix(id: string): string;
}

/** Letters in lower case, but for those of percent-encoded bytes. */
export function lowerCase(text: string): string {
  if (!text.includes("%")) return asciiLowerCase(text);
  return text.replace(/%..|[A-Z]+/g, (part) => (part.startsWith("%") ? part : part.toLowerCase()));
}

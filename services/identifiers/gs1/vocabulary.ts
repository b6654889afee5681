/**
 * The GS1 Web Vocabulary as far as link relations need it.
 *
 * GS1-Conformant Resolver 1.2.1, section 2.14, expands `gs1:` to `https://ref.gs1.org/voc/`. Linksets in the wild also
 * carry the vocabulary's older addresses; all of them mean the same term.
 */
export const gs1Vocabulary = "https://ref.gs1.org/voc/";

/** Where whoever asks for nothing in particular is sent. */
export const defaultLink = `${gs1Vocabulary}defaultLink`;
/** Default links that differ in language, media type or context. */
export const defaultLinkMulti = `${gs1Vocabulary}defaultLinkMulti`;
/** Where another resolver is that answers for the identifier. */
export const handledBy = `${gs1Vocabulary}handledBy`;
export const productInformation = `${gs1Vocabulary}pip`;

const spellings = /^(?:gs1:|https?:\/\/(?:ref\.|www\.)?gs1\.org\/voc\/)(?=[A-Za-z0-9]+$)/;

/** A link relation in its one spelling: GS1's as a full URI, every other as it is. */
export function linkRelation(rel: string): string {
  return rel.startsWith(gs1Vocabulary) ? rel : rel.replace(spellings, gs1Vocabulary);
}

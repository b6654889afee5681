/** Identifiers: parse, check, canonicalise, take apart. Pure; usable as a library of its own. */
export { aasIdentifier, globalAssetId } from "./aas.js";
export { IdentifierError, type IdentifierErrorCode, identifierErrorCodes } from "./errors.js";
export { formats } from "./formats.js";
export { digitalLinkUri } from "./gs1/digitalLink.js";
export { elementString, parseElementString } from "./gs1/elementString.js";
export { type Element, gs1Identifier } from "./gs1/gs1Identifier.js";
export { isLedgerIdentifier, isLedgerScheme, isScheme } from "./guards.js";
export * from "./identifier.js";
export { checkLegalId, type LegalId, type LegalIdKind, legalIdKinds } from "./legalId.js";
export { coarserLevels } from "./levels.js";
export { parseIdentifier } from "./parse.js";
export { checkPrefix, prefixesOf, prefixStart } from "./prefixes.js";

import { isLedgerIdentifier } from "./guards.js";
import { hasIdentifierForm, parseIdentifier } from "./parse.js";

/**
 * The value under which an asset id is registered and looked for: an identifier without an authority (a UUID, a URI) in its
 * one canonical form, so that each spelling finds it; all else as it is.
 */
export function assetValue(text: string): string {
  // A serial number of one's own, as most are: to find that out by an error would take longer than all else of a look-up.
  if (!hasIdentifierForm(text)) return text;
  try {
    const identifier = parseIdentifier(text);
    return isLedgerIdentifier(identifier) ? text : identifier.canonical;
  } catch {
    // No identifier of any scheme: a globalAssetId may be any text.
    return text;
  }
}

/** Options that say how an identifier is to be read: the same words at every command. */
import { schemes, selfAssertedNames } from "../../identifiers/index.js";

export const schemeHelp = `read it as one of this scheme: ${schemes.join(", ")}`;
export const ownerHelp = `owner's segment, such as a BPN or a domain, for what nobody issues on the ledger: ${selfAssertedNames.join(", ")}`;

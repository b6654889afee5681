import { canonical } from "./canonical.js";
import { IdentifierError, withOffset } from "./errors.js";
import type { ArkIdentifier } from "./identifier.js";
import { hasLabel, quoted } from "./text.js";
import { hostStart } from "./uri.js";

/** Label, or the address of the global resolver with the label in its path; then an optional slash. */
const label = /^(?:https?:\/\/n2t\.net\/)?ark:\/?/i;

/** Reads the address of an ARK at the global resolver. Undefined for any other text. */
export function arkIn(input: string): ArkIdentifier | undefined {
  const hostAt = hostStart(input);
  return hostAt > 0 && hasLabel(input, "n2t.net/ark:", hostAt) ? parseArk(input) : undefined;
}

/**
 * Reads an archival resource key: `ark:NAAN/name` or `ark:/NAAN/name`, also at `n2t.net`. Hyphens carry no meaning and are
 * left out; the NAAN, the number of the assigning authority, has 5 or 9 digits.
 */
export function parseArk(input: string): ArkIdentifier {
  const start = label.exec(input)?.[0].length;
  if (start === undefined) {
    throw new IdentifierError("IDENTIFIER_SYNTAX", `${quoted(input)} does not begin with "ark:"`, {
      hint: "An ARK looks like ark:12345/x5wf6789.",
      position: 0,
    });
  }
  return withOffset(start, () => ark(input.slice(start)));
}

function ark(text: string): ArkIdentifier {
  const slash = text.indexOf("/");
  const assigner = slash < 0 ? text : text.slice(0, slash);
  const naan = withoutHyphens(assigner);
  if (!/^(?:[0-9]{5}|[0-9]{9})$/.test(naan)) {
    throw new IdentifierError("IDENTIFIER_VALUE", `${quoted(assigner)} is no NAAN: it has 5 or 9 digits`, {
      hint: "The NAAN stands between ark: and the first slash, such as 12345.",
      position: 0,
    });
  }
  const nameAt = assigner.length + 1;
  const written = text.slice(nameAt);
  const foreign = written.search(/[^A-Za-z0-9=~*+@_$.%/-]|%(?![0-9A-Fa-f]{2})/);
  if (foreign >= 0) {
    throw new IdentifierError(
      "IDENTIFIER_CHARACTER",
      `An ARK cannot hold ${quoted(written.charAt(foreign))} there`,
      { hint: 'A name has letters, digits and "=~*+@_$.%/".', position: nameAt + foreign },
    );
  }
  const name = withoutHyphens(written);
  if (name === "") {
    throw new IdentifierError("IDENTIFIER_EMPTY", "The ARK has no name after its NAAN", {
      hint: "Add a slash and the name, such as ark:12345/x5wf6789.",
      position: text.length,
    });
  }
  return { scheme: "ark", canonical: canonical(`ark:${naan}/${name}`), naan, name };
}

function withoutHyphens(text: string): string {
  return text.replaceAll("-", "");
}

import { canonical } from "../canonical.js";
import { IdentifierError } from "../errors.js";
import type { DidIdentifier } from "../identifier.js";
import { quoted } from "../text.js";
import type { MethodRules } from "./methodRules.js";

/** `did:cn`: a prefix of the industrial internet's identifiers as a DID. */
export const cnRules: MethodRules = { normalise: checked, normalisePrefix: (id) => id };

const form = /^[0-9]{2}\.[0-9]{3,5}\.[0-9]{1,128}$/;
/** Handles of the industrial internet's nodes lie under this one. */
const nationalNode = "88.";

function checked(id: string): string {
  if (form.test(id)) return id;
  throw new IdentifierError("IDENTIFIER_SYNTAX", `${quoted(id)} is no id of did:cn`, {
    hint: "It has three numbers of 2, 3 to 5 and 1 to 128 digits with dots between, such as 88.100.1.",
    position: 0,
  });
}

/** The handle prefix that a `did:cn` stands for, such as `88.100.1`. Undefined where it is none under `88.`. */
export function handlePrefixOf({ method, methodSpecificId }: DidIdentifier): string | undefined {
  return method === "cn" && methodSpecificId.startsWith(nationalNode) ? methodSpecificId : undefined;
}

/** The `did:cn` of a handle prefix under `88.`, the reverse of `handlePrefixOf`. Undefined for others. */
export function didOfHandlePrefix(prefix: string): DidIdentifier | undefined {
  if (!prefix.startsWith(nationalNode) || !form.test(prefix)) return undefined;
  return { scheme: "did", canonical: canonical(`did:cn:${prefix}`), method: "cn", methodSpecificId: prefix };
}

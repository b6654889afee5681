/** What `/v1/resolve` answers to an identifier, alone or among many. */
import type { Identifier } from "../../identifiers/identifier.js";
import { ResolverError } from "../errors.js";
import type { Claims, Membership, Resolution, Unknown } from "../resolution/resolve.js";
import type { Presenter } from "./present.js";
import type { AuthorityView, ClaimsView, MemberResolutionView, ResolutionView } from "./schema.js";
import type { SealedResolutionView } from "./sealedSchema.js";

export type Found = Resolution | Membership | Unknown | Claims;

export type Answer =
  | { readonly status: 200; readonly body: ResolutionView | MemberResolutionView | SealedResolutionView }
  | { readonly status: 300; readonly body: ClaimsView };

/**
 * @param input The identifier as it was asked for.
 * @throws ResolverError RESOLVER_UNKNOWN_IDENTIFIER
 */
export function answerTo(input: string, identifier: Identifier, found: Found, present: Presenter): Answer {
  switch (found.kind) {
    case "resolution":
      return { status: 200, body: present.resolution(input, identifier, found) };
    case "member":
      return { status: 200, body: present.member(input, identifier, found) };
    case "claims":
      return { status: 300, body: present.claims(input, identifier, found.claims) };
    case "unknown":
      throw unknownIdentifier(input, identifier, found, present);
  }
}

function unknownIdentifier(
  input: string,
  identifier: Identifier,
  { authority, nearest }: Unknown,
  present: Presenter,
): ResolverError {
  const holder = authority === null ? null : present.authority(authority);
  return new ResolverError("RESOLVER_UNKNOWN_IDENTIFIER", `Nobody has registered ${identifier.canonical}.`, {
    hint: whoMay(holder),
    details: {
      scheme: identifier.scheme,
      canonical: identifier.canonical,
      identifier: present.identifier(input, identifier),
      authority: holder,
      nearest: nearest?.canonical ?? null,
      asOf: present.asOf(),
    },
  });
}

function whoMay(authority: AuthorityView | null): string {
  if (authority === null) return "Check the identifier; any party can claim it in its own aas namespace.";
  if (authority.status !== "live")
    return `Check the identifier; the namespace it belongs to ${authority.status === "suspended" ? "is suspended" : "has lapsed"}.`;
  if (!authority.mayIssue)
    return "Check the identifier; the namespace it belongs to delegates longer prefixes only, and has not delegated this one.";
  return `Check the identifier, or ask ${authority.holder.name ?? authority.holder.address}, who may register it.`;
}

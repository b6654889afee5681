/** The credentials that a request carries, before anything of them is proven: those of one `Authorization` header, or none. */
import type { IncomingMessage } from "node:http";
import {
  decodeToken,
  maxTokenLength,
  type SignedClaim,
  signatureScheme,
} from "../../rights/requests/authorization.js";
import { ResolverError } from "../errors.js";

export type Credentials =
  | { readonly kind: "none" }
  | { readonly kind: "signature"; readonly claim: SignedClaim }
  | { readonly kind: "session"; readonly token: string };

/** Scheme and one token68 (RFC 9110, section 11.4), or the compact form of a JWS. */
const form = /^([A-Za-z-]{1,32}) +([A-Za-z0-9._~+/-]+=*)$/;

/** @throws ResolverError RESOLVER_UNREADABLE_CREDENTIALS; credentials that cannot be read never count as none. */
export function credentialsOf(req: IncomingMessage): Credentials {
  // Node itself takes the first of several: another reader on the way may have taken the last.
  const { authorization: headers } = req.headersDistinct;
  if (headers === undefined) return { kind: "none" };
  const [header = "", ...others] = headers;
  if (others.length > 0 || header.length > signatureScheme.length + 1 + maxTokenLength) throw unreadable();
  const [, scheme = "", token = ""] = form.exec(header) ?? [];
  switch (scheme.toLowerCase()) {
    case signatureScheme.toLowerCase(): {
      const claim = decodeToken(token);
      if (claim === null) throw unreadable();
      return { kind: "signature", claim };
    }
    case "bearer":
      return { kind: "session", token };
    default:
      throw unreadable();
  }
}

function unreadable(): ResolverError {
  return new ResolverError("RESOLVER_UNREADABLE_CREDENTIALS", "The Authorization header cannot be read.", {
    hint: `Send one: ${signatureScheme} with a signed request, or Bearer with a session's token. Or none, to ask anonymously.`,
  });
}

/** A request for a GS1 Digital Link URI, taken apart. */
import { IdentifierError } from "../../identifiers/errors.js";
import type { Gs1Identifier } from "../../identifiers/identifier.js";
import { parseIdentifier } from "../../identifiers/index.js";
import { ResolverError } from "../errors.js";
import { rawQuery } from "../http/query.js";

export interface Gs1Request {
  readonly identifier: Gs1Identifier;
  /** Query string as it came. */
  readonly query: string;
  /** Requested link type as it came, undefined for none. */
  readonly linkType: string | undefined;
}

/**
 * @param url Path and query as they came.
 * @throws IdentifierError for what is not a GS1 Digital Link URI; positions count from the slash in front of the path.
 */
export function parseGs1Request(url: string): Gs1Request {
  const query = rawQuery(url);
  const linkTypes = new URLSearchParams(query).getAll("linkType");
  if (linkTypes.length > 1) {
    throw new ResolverError("RESOLVER_INVALID_QUERY", "The parameter 'linkType' is given more than once.", {
      hint: "Ask for one link type, or for linkType=linkset to get all links.",
      details: { parameter: "linkType" },
    });
  }
  return { identifier: gs1IdentifierOf(url), query, linkType: linkTypes[0] };
}

function gs1IdentifierOf(url: string): Gs1Identifier {
  const identifier = parseIdentifier(url, { scheme: "gs1" });
  if (identifier.scheme === "gs1") return identifier;
  throw new IdentifierError("IDENTIFIER_NO_KEY", "The path is not a GS1 Digital Link path.", {
    hint: "Begin with the application identifier of a primary key and its value, as in /01/09506000134352.",
  });
}

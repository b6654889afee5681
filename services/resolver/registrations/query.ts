/** What a registration is told beside its body. */
import { z } from "zod";
import { ImportError } from "../../importers/errors.js";
import { linkRelation, linkTarget } from "../../importers/linkset.js";
import { type RegistrationWay, registrationWays } from "../../importers/registration/ways.js";
import type { Linkset } from "../../store/model.js";
import { ResolverError } from "../errors.js";

export const postQuery = z.strictObject({
  as: z.enum(registrationWays).default("auto").meta({
    description: "How identifiers without twin and links are registered, as for `cadastre import --as`.",
  }),
  link: z.string().max(2_000).optional().meta({
    description: "Where each of those leads: an address, or a template. They are issued as lists then.",
    example: "https://example.com/{gtin}/{serial}",
  }),
  rel: z.string().max(200).optional().meta({
    description: "Relation of that link; the default link where it is left out.",
    example: "gs1:pip",
  }),
});

/**
 * The links that the query gives all members of the lists.
 * @throws ResolverError RESOLVER_INVALID_QUERY
 */
export function linksOf({ as: way, link, rel }: z.infer<typeof postQuery>): Linkset {
  if (link === undefined) {
    if (rel !== undefined) throw invalid("rel", "There is no link to describe.");
    return {};
  }
  if (takesNoLinks(way)) throw invalid("link", "Only identifiers that are issued as a list take a link.");
  try {
    return { [linkRelation(rel ?? "")]: [linkTarget(link, {})] };
  } catch (error) {
    if (error instanceof ImportError) throw invalid("link", error.message, error.hint);
    throw error;
  }
}

const takesNoLinks = (way: RegistrationWay): boolean => way === "records" || way === "range";

function invalid(parameter: string, message: string, hint?: string): ResolverError {
  return new ResolverError("RESOLVER_INVALID_QUERY", message, {
    hint: hint ?? "See /docs/ for the parameters of this resource.",
    details: { parameter },
  });
}

/** The forms in which a linkset is sent: the media type that the caller likes best, and the profile that it names. */
import { mediaRange, type Preference, preferredType } from "../http/preferences.js";
import { jsonLdContext, jsonLdLink, linksetMediaType } from "./linkHeader.js";
import type { LinksetDocument } from "./linkset.js";
import { linksetPage } from "./page.js";

/** What is sent to whoever does not care stands first. */
const types = [linksetMediaType, "application/json", "application/ld+json", "text/html"] as const;

export interface Representation {
  readonly contentType: string;
  readonly body: string;
  /** Where the members' meaning is, for JSON without a context of its own. */
  readonly link: string | undefined;
}

/** The closed linkset as JSON, as JSON-LD with its context inside, or as a page for people. */
export function representationOf(document: LinksetDocument, accept: string | undefined): Representation {
  const type = preferredType(accept, types);
  switch (type) {
    case linksetMediaType:
      return { contentType: type, body: JSON.stringify(document), link: jsonLdLink };
    case "application/json":
      return { contentType: `${type}; charset=utf-8`, body: JSON.stringify(document), link: jsonLdLink };
    case "application/ld+json":
      return { contentType: type, body: jsonLd(document), link: undefined };
    case "text/html":
      return {
        contentType: `${type}; charset=utf-8`,
        body: linksetPage(document, jsonLd(document)),
        link: undefined,
      };
  }
}

function jsonLd(document: LinksetDocument): string {
  return JSON.stringify({ "@context": jsonLdContext, ...document });
}

/** Whether a linkset is wanted in a profile: by the parameter of that name, a list of URIs (RFC 9264, section 5). */
export function asksForProfile(media: readonly Preference[], profile: string): boolean {
  const { quality = 0, parameters } = mediaRange(linksetMediaType, media) ?? {};
  return quality > 0 && (parameters?.profile ?? "").split(" ").includes(profile);
}

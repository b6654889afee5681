/**
 * The linkset of a GS1 key: RFC 9264 in the closed form that the GS1-Conformant Resolver standard's JSON schema allows.
 * What a registered link says beyond that form is left out here, and stands in `/v1/resolve`.
 */
import { defaultLink, defaultLinkMulti, productInformation } from "../../identifiers/gs1/vocabulary.js";
import type { LinkTarget } from "../../store/model.js";
import type { ResolvedLink } from "../resolution/links.js";
import { contextsOf } from "./context.js";

export interface LinksetLink {
  readonly href: string;
  readonly title: string;
  readonly hreflang?: readonly string[];
  readonly type?: string;
  readonly context?: readonly string[];
}

export interface LinkContext {
  readonly anchor: string;
  readonly itemDescription: string;
  readonly [relation: string]: string | readonly LinksetLink[];
}

export interface LinksetDocument {
  readonly linkset: readonly [LinkContext];
}

/** A name of one word, or a URI without port, hyphen and fragment; `anchor` is no relation. */
const relationForm = /^(?!anchor$)(?:[a-z]+|https?:\/\/[A-Za-z0-9./]+)$/;
const languageForm = /^[A-Za-z]{2}(?:-[A-Za-z]{2})?$/;
const mediaTypeForm = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/;

/**
 * @param anchor URI of the identifier that was asked for.
 * @param itemDescription What it is, for people.
 * @param links All links of all levels, nearest first.
 * @param chosenDefault The link that a plain request is redirected to.
 */
export function linksetDocument(
  anchor: string,
  itemDescription: string,
  links: readonly ResolvedLink[],
  chosenDefault: ResolvedLink,
): LinksetDocument {
  const relations = new Map<string, LinksetLink[]>();
  const { href } = chosenDefault.target;
  // The standard has a default link carry nothing but its address and title.
  relations.set(defaultLink, [{ href, title: titleOf(chosenDefault) }]);
  for (const link of links) {
    if (link.rel !== defaultLink && relationForm.test(link.rel)) add(relations, link.rel, link);
  }
  // A default link is also listed under a type that says what it is.
  const described = [...relations].some(
    ([rel, targets]) =>
      rel !== defaultLink && rel !== defaultLinkMulti && targets.some((target) => target.href === href),
  );
  if (!described) add(relations, productInformation, chosenDefault);
  return { linkset: [{ anchor, itemDescription, ...Object.fromEntries(relations) }] };
}

function add(relations: Map<string, LinksetLink[]>, rel: string, link: ResolvedLink): void {
  const listed = relations.get(rel) ?? [];
  relations.set(rel, listed);
  const shown = linksetLink(link);
  if (!listed.some((other) => JSON.stringify(other) === JSON.stringify(shown))) listed.push(shown);
}

function linksetLink(link: ResolvedLink): LinksetLink {
  const { href, type } = link.target;
  const hreflang = languagesOf(link.target);
  const context = contextsOf(link.target);
  return {
    href,
    title: titleOf(link),
    ...(hreflang.length > 0 ? { hreflang } : {}),
    ...(type !== undefined && mediaTypeForm.test(type) ? { type } : {}),
    ...(context.length > 0 ? { context } : {}),
  };
}

function languagesOf(target: LinkTarget): readonly string[] {
  return (target.hreflang ?? []).filter((language) => languageForm.test(language));
}

/** A title is required: where the owner gave none, the relation's own name stands in. */
function titleOf({ target, rel }: ResolvedLink): string {
  if (target.title !== undefined && target.title !== "") return target.title;
  return rel.slice(rel.lastIndexOf("/") + 1) || rel;
}

/** Reads Link headers as RFC 8288 has them, as a client would. */
export interface HeaderLink {
  readonly href: string;
  readonly rel: string;
  readonly [attribute: string]: string;
}

/** Throws where the text is not a list of links with quoted attributes. */
export function linksOfHeader(text: string): readonly HeaderLink[] {
  const links: HeaderLink[] = [];
  let rest = text.trim();
  while (rest !== "") {
    const [whole, href, attributes] =
      /^<([^<>\s]+)>((?:\s*;\s*[a-z*]+="[^"]*")*)(?:\s*,\s*|$)/.exec(rest) ?? [];
    if (whole === undefined || href === undefined) throw new Error(`no Link header: ${rest}`);
    const named = [...(attributes ?? "").matchAll(/([a-z*]+)="([^"]*)"/g)].map(([, name, value]) => [
      name,
      value,
    ]);
    links.push({ rel: "", ...Object.fromEntries(named), href });
    rest = rest.slice(whole.length);
  }
  return links;
}

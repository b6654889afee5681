/** A linkset as a page for people, with the links as JSON-LD inside. */
import { escapeHtml, htmlPage } from "../http/page.js";
import type { LinksetDocument, LinksetLink } from "./linkset.js";

/** @param jsonLd The same links for programs. */
export function linksetPage({ linkset: [context] }: LinksetDocument, jsonLd: string): string {
  const { anchor, itemDescription, ...relations } = context;
  const lists = Object.entries(relations).flatMap(([relation, links]) =>
    typeof links === "string"
      ? []
      : [`<h2>${escapeHtml(relation)}</h2>`, `<ul>${links.map(item).join("")}</ul>`],
  );
  const body = [
    `<h1>${escapeHtml(itemDescription)}</h1>`,
    `<p><code>${escapeHtml(anchor)}</code></p>`,
    ...lists,
    // Nothing in it can end the element: a less-than sign only ever stands within a JSON text.
    `<script type="application/ld+json">${jsonLd.replaceAll("<", "\\u003c")}</script>`,
  ];
  return htmlPage(itemDescription, body.join("\n"));
}

function item({ href, title, hreflang, type, context }: LinksetLink): string {
  const language = hreflang?.length === 1 ? ` hreflang="${escapeHtml(hreflang.join())}"` : "";
  const about = [...(hreflang ?? []), ...(type === undefined ? [] : [type]), ...(context ?? [])].join(", ");
  const note = about === "" ? "" : ` (${escapeHtml(about)})`;
  return `<li><a href="${escapeHtml(href)}"${language}>${escapeHtml(title)}</a>${note}</li>`;
}

/** HTML put together so that nothing gets into it unescaped: text is text, and markup is only made here. */
import { escapeHtml } from "./page.js";

const brand: unique symbol = Symbol("markup");

export interface Markup {
  readonly [brand]: true;
  /** HTML, escaped already. */
  readonly html: string;
}

/** What stands in a template: text, which is escaped, or markup; null for nothing. */
export type Part = string | number | null | Markup | readonly Part[];

function made(html: string): Markup {
  return { [brand]: true, html };
}

function htmlOf(part: Part): string {
  if (part === null) return "";
  if (typeof part === "string") return escapeHtml(part);
  if (typeof part === "number") return String(part);
  return "html" in part ? part.html : part.map(htmlOf).join("");
}

/** A template of HTML. A value in an attribute has to stand in quotes. */
export function markup(template: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return made(template.reduce((html, text, index) => html + htmlOf(parts[index - 1] ?? null) + text));
}

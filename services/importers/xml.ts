/** A small XML tree, made with saxes: no document types, no entities of the file's own, bounded depth. */
import { type SaxesAttributeNS, SaxesParser } from "saxes";
import { ImportError } from "./errors.js";

export interface XmlElement {
  /** Name without its namespace prefix. */
  readonly name: string;
  readonly namespace: string;
  /** By local name; those of a namespace by `{namespace}name` as well. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Map<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const maximumDepth = 256;

/**
 * Parses a document and calls `visit` for each element that `wanted` names, with the whole element once it is closed.
 * Only those are kept, so a large document costs no more memory than its wanted parts.
 *
 * @param wanted Called for each element outside a kept one, with the path of names from the root.
 * @throws ImportError `IMPORT_XML_INVALID` for what is not well formed, declares a document type, or nests too deep.
 */
export function readXml(
  text: string,
  what: string,
  wanted: (path: readonly string[], namespace: string) => boolean,
  visit: (element: XmlElement) => void,
): void {
  const parser = new SaxesParser({ xmlns: true });
  const path: string[] = [];
  const kept: OpenElement[] = [];
  const fail = (reason: string): never => {
    throw new ImportError("IMPORT_XML_INVALID", `${what} is not acceptable XML: ${reason}`, {
      hint: "Export it anew; document type declarations and entities are not allowed.",
    });
  };
  parser.on("error", (error) => fail(error.message));
  parser.on("doctype", () => fail("it declares a document type."));
  parser.on("opentag", (tag) => {
    path.push(tag.local);
    if (path.length > maximumDepth) fail(`it nests more than ${maximumDepth} elements.`);
    if (kept.length > 0 || wanted(path, tag.uri)) {
      const attributes = new Map(Object.values(tag.attributes).flatMap(named));
      kept.push({ name: tag.local, namespace: tag.uri, attributes, children: [], text: "" });
    }
  });
  parser.on("text", (content) => append(kept, content));
  parser.on("cdata", (content) => append(kept, content));
  parser.on("closetag", () => {
    path.pop();
    const closed = kept.pop();
    if (closed === undefined) return;
    const parent = kept.at(-1);
    if (parent === undefined) visit(closed);
    else parent.children.push(closed);
  });
  parser.write(text).close();
}

const declarations = "http://www.w3.org/2000/xmlns/";

/** By the local name, and where the attribute is of a namespace, by `{namespace}name` too. */
function named({ local, uri, value }: SaxesAttributeNS): readonly (readonly [string, string])[] {
  if (uri === declarations) return [];
  return uri === ""
    ? [[local, value]]
    : [
        [local, value],
        [`{${uri}}${local}`, value],
      ];
}

function append(open: readonly OpenElement[], content: string): void {
  const element = open.at(-1);
  if (element !== undefined) element.text += content;
}

export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** Text of a child without surrounding white space; undefined where there is none. */
export function childText(element: XmlElement | undefined, name: string): string | undefined {
  const text = childOf(element, name)?.text.trim();
  return text === "" ? undefined : text;
}

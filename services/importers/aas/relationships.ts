/**
 * Relationships between the parts of a package (ISO/IEC 29500-2, 6.5), as AASX uses them (IDTA-01005, "Relationships").
 *
 * Tools in the field write `TargetMode="External"` for parts inside the package, and the relationship types with and
 * without "www.": both are understood. An address outside the package is never followed.
 */
import { readXml, type XmlElement } from "../xml.js";
import { unsafe } from "./zip.js";

export const originRelationship = "aasx-origin";
export const specRelationship = "aas-spec";

const typePrefix = /^https?:\/\/(?:www\.)?admin-shell\.io\/aasx\/relationships\//;

/** Name of the part that holds the relationships of `source`; of the package itself for the empty name. */
export function relationshipsPart(source: string): string {
  const slash = source.lastIndexOf("/") + 1;
  return `${source.slice(0, slash)}_rels/${source.slice(slash)}.rels`;
}

/**
 * Names of the parts that `source` is related to by `kind`.
 * @throws ImportError `IMPORT_XML_INVALID`; `IMPORT_PACKAGE_UNSAFE` for a target outside the package.
 */
export function relatedParts(xml: string, source: string, kind: string): readonly string[] {
  const parts: string[] = [];
  const what = `"${relationshipsPart(source)}"`;
  readXml(
    xml,
    what,
    (path) => path.length === 1,
    (root) => {
      for (const relationship of root.children) {
        if (isOfKind(relationship, kind))
          parts.push(targetPart(source, relationship.attributes.get("Target") ?? ""));
      }
    },
  );
  return parts;
}

function isOfKind(relationship: XmlElement, kind: string): boolean {
  const type = relationship.attributes.get("Type") ?? "";
  return (
    relationship.name === "Relationship" && typePrefix.test(type) && type.replace(typePrefix, "") === kind
  );
}

/** Resolves a target against its source part; both are paths within the package. */
function targetPart(source: string, target: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(target) || target.startsWith("//") || target.includes("\\")) {
    throw unsafe(`A relationship leads out of the package: ${JSON.stringify(target)}.`);
  }
  const folder = target.startsWith("/") ? [] : source.split("/").slice(0, -1);
  for (const segment of decoded(target).split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") folder.push(segment);
    else if (folder.pop() === undefined) {
      throw unsafe(`A relationship leads out of the package: ${JSON.stringify(target)}.`);
    }
  }
  return folder.join("/");
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    throw unsafe(`A relationship's target is not a URI: ${JSON.stringify(target)}.`);
  }
}

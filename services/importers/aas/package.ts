/** AASX packages (IDTA-01005): a ZIP archive in which relationships lead to the environment. */
import { open } from "node:fs/promises";
import { sha256OfFile, unreadable } from "../digest.js";
import { ImportError } from "../errors.js";
import { packageMediaType } from "../mediaType.js";
import type { ImportRow } from "../row.js";
import { parseJson, utf8 } from "../textFile.js";
import { shellsOfJson } from "./json.js";
import { originRelationship, relatedParts, relationshipsPart, specRelationship } from "./relationships.js";
import type { ReadShell } from "./shell.js";
import { shellRows } from "./shellRows.js";
import { shellsOfXml } from "./xml.js";
import { openZip, partKey, type SafeZip, unsafe } from "./zip.js";

/** Origins of a package, and environments. Tools write one origin and one environment, or one for each shell. */
const maximumParts = 16;

/**
 * Rows of a package's shells; the content of a twin is the package, byte for byte.
 * @throws ImportError `IMPORT_PACKAGE_CORRUPT`, `IMPORT_PACKAGE_UNSAFE`, `IMPORT_PACKAGE_INCOMPLETE`, `IMPORT_TOO_LARGE`,
 * `IMPORT_FILE_UNREADABLE` and those of the environment's format.
 */
export async function* packageRows(path: string, owner: string | undefined): AsyncGenerator<ImportRow> {
  const shells = await shellsOfPackage(path);
  const digest = await sha256OfFile(path);
  yield* shellRows(shells, { digest, mediaType: packageMediaType, owner });
}

async function shellsOfPackage(path: string): Promise<readonly ReadShell[]> {
  const file = await open(path, "r").catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  try {
    return await readShells(await openZip(file.fd));
  } finally {
    await file.close();
  }
}

async function readShells(zip: SafeZip): Promise<readonly ReadShell[]> {
  const shells: ReadShell[] = [];
  for (const spec of await relatedToAny(
    zip,
    await relatedToAny(zip, [""], originRelationship),
    specRelationship,
  )) {
    const content = await zip.read(spec);
    if (content === undefined) throw incomplete(`it has no "${spec}", to which its relationships lead.`);
    shells.push(...shellsOf(utf8(content, `"${spec}"`), spec));
  }
  if (shells.length === 0) throw incomplete("no relationship leads to an environment.");
  return shells;
}

/**
 * Names of the parts that any of the sources is related to; a part counts once, however many relationships lead to it.
 * @throws ImportError `IMPORT_PACKAGE_UNSAFE` for more parts than any tool writes.
 */
async function relatedToAny(
  zip: SafeZip,
  sources: Iterable<string>,
  kind: string,
): Promise<Iterable<string>> {
  const parts = new Map<string, string>();
  for (const source of sources) {
    const name = relationshipsPart(source);
    const content = await zip.read(name);
    if (content === undefined) continue;
    for (const part of relatedParts(utf8(content, `"${name}"`), source, kind)) {
      const key = partKey(part);
      if (!parts.has(key)) parts.set(key, part);
      if (parts.size > maximumParts) {
        throw unsafe(`Its relationships lead to more than ${maximumParts} parts of the kind ${kind}.`);
      }
    }
  }
  return parts.values();
}

function shellsOf(text: string, name: string): readonly ReadShell[] {
  return text.trimStart().startsWith("{")
    ? shellsOfJson(parseJson(text, `"${name}"`))
    : shellsOfXml(text, `"${name}"`);
}

function incomplete(why: string): ImportError {
  return new ImportError("IMPORT_PACKAGE_INCOMPLETE", `The package is not an AASX package: ${why}`, {
    hint: "Export it from an AAS tool as AASX.",
  });
}

/** Shells of an AAS environment in XML, metamodel version 3.x, whatever its namespace prefix. */
import { ImportError } from "../errors.js";
import { rowProblem } from "../row.js";
import { childOf, childText, readXml, type XmlElement } from "../xml.js";
import { bestName } from "./json.js";
import { type ReadShell, type Shell, type Submodel, submodelsOf } from "./shell.js";
import { keyValues, SubmodelReader } from "./submodelXml.js";

const supportedNamespace = /^https:\/\/admin-shell\.io\/aas\/3\/\d+$/;
const shellPath = ["environment", "assetAdministrationShells", "assetAdministrationShell"];

/**
 * @throws ImportError `IMPORT_XML_INVALID`, `IMPORT_AAS_VERSION` for another namespace than 3.x's.
 */
export function shellsOfXml(text: string, what: string): readonly ReadShell[] {
  const shells: XmlElement[] = [];
  const submodels = new SubmodelReader();
  readXml(
    text,
    what,
    (path, namespace) => isShell(path, namespace) || submodels.wants(path),
    (element) => {
      if (element.name === shellPath.at(-1)) shells.push(element);
      else submodels.take(element);
    },
  );
  if (shells.length === 0) {
    throw new ImportError("IMPORT_XML_INVALID", `${what} has no assetAdministrationShells.`, {
      hint: "An import needs at least one Asset Administration Shell.",
    });
  }
  const known = submodels.read();
  return shells.map((shell) => readShell(shell, known));
}

function isShell(path: readonly string[], namespace: string): boolean {
  if (path.length === 1) checkRoot(path[0], namespace);
  return path.length === shellPath.length && path.every((name, depth) => name === shellPath[depth]);
}

function checkRoot(name: string | undefined, namespace: string): void {
  if (supportedNamespace.test(namespace) && name === "environment") return;
  throw new ImportError(
    "IMPORT_AAS_VERSION",
    `<${name}> of the namespace "${namespace}" is not an AAS environment.`,
    {
      hint: "Environments of the AAS metamodel 3.0 and 3.1 can be read: https://admin-shell.io/aas/3/0 and /3/1.",
      details: { namespace },
    },
  );
}

function readShell(element: XmlElement, known: ReadonlyMap<string, Submodel>): ReadShell {
  const id = childText(element, "id");
  if (id === undefined) return { problem: rowProblem("The shell has no id.") };
  const asset = childOf(element, "assetInformation");
  const references = childOf(element, "submodels")?.children ?? [];
  return {
    shell: {
      id,
      idShort: childText(element, "idShort"),
      displayName: bestName(
        (childOf(element, "displayName")?.children ?? []).map((name) => ({
          language: childText(name, "language") ?? "",
          text: childText(name, "text") ?? "",
        })),
      ),
      assetKind: childText(asset, "assetKind"),
      assetType: childText(asset, "assetType"),
      globalAssetId: childText(asset, "globalAssetId"),
      specificAssetIds: specificAssetIds(asset),
      submodels: submodelsOf(
        references.flatMap((reference) => keyValues(reference).slice(-1)),
        known,
      ),
    },
  };
}

function specificAssetIds(asset: XmlElement | undefined): Shell["specificAssetIds"] {
  return (childOf(asset, "specificAssetIds")?.children ?? []).map((specific) => ({
    name: childText(specific, "name") ?? "",
    value: childText(specific, "value") ?? "",
    limited: childOf(specific, "externalSubjectId") !== undefined,
  }));
}

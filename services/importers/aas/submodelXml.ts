/** Submodels of an AAS environment in XML: their ids and what they mean. Their contents, which may be large, are passed over. */
import type { Reference } from "../../ledger/descriptors/facts.js";
import { childOf, childText, type XmlElement } from "../xml.js";
import type { Submodel } from "./shell.js";

const submodelPath = ["environment", "submodels", "submodel"];
const wantedChildren: ReadonlySet<string> = new Set(["id", "idShort", "semanticId"]);

/** Gathers the wanted parts of each submodel, as a parser comes upon them. */
export class SubmodelReader {
  readonly #submodels: Map<string, XmlElement>[] = [];

  /** Whether the element at the path is kept. The path of a submodel itself begins the next one. */
  wants(path: readonly string[]): boolean {
    if (!submodelPath.every((name, depth) => name === path[depth])) return false;
    if (path.length === submodelPath.length) this.#submodels.push(new Map());
    return path.length === submodelPath.length + 1 && wantedChildren.has(path.at(-1) ?? "");
  }

  /** Takes a part of the present submodel. */
  take(part: XmlElement): void {
    this.#submodels.at(-1)?.set(part.name, part);
  }

  /** All of them by id; one without an id cannot be referred to. */
  read(): ReadonlyMap<string, Submodel> {
    const read = new Map<string, Submodel>();
    for (const parts of this.#submodels) {
      const id = parts.get("id")?.text.trim() ?? "";
      const idShort = parts.get("idShort")?.text.trim() || undefined;
      if (id !== "") read.set(id, { id, idShort, semanticId: referenceOf(parts.get("semanticId")) });
    }
    return read;
  }
}

function referenceOf(element: XmlElement | undefined): Reference | undefined {
  const type = childText(element, "type");
  const keys = (childOf(element, "keys")?.children ?? []).map((key) => ({
    type: childText(key, "type") ?? "",
    value: childText(key, "value") ?? "",
  }));
  const whole = keys.length > 0 && keys.every((key) => key.type !== "" && key.value !== "");
  if (!whole || (type !== "ExternalReference" && type !== "ModelReference")) return undefined;
  return { type, keys };
}

/** Values of the keys of a reference. */
export function keyValues(reference: XmlElement): readonly string[] {
  return (childOf(reference, "keys")?.children ?? []).flatMap((key) => childText(key, "value") ?? []);
}

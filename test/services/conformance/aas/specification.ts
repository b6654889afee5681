/** The schemas of IDTA-01002 and IDTA-01001, 3.1, as the association publishes them: the oracle of the tests where they are at hand. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { sharedData } from "../../importers/files.js";

const folder = join(sharedData, "aas", "spec-api-v3.1");
export const specificationMissing = existsSync(folder) ? null : "the specification is not at hand";

const documents = { "Part1-MetaModel-Schemas": "part1", "Part2-API-Schemas": "part2" } as const;

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
if (specificationMissing === null) {
  for (const [name, id] of Object.entries(documents)) {
    const text = readFileSync(join(folder, name, "openapi.yaml"), "utf8");
    ajv.addSchema({ $id: id, ...JSON.parse(JSON.stringify(parse(localReferences(text)), readable)) });
  }
}

/** References from document to document are to the publisher's address. */
function localReferences(text: string): string {
  return text.replaceAll(
    /https:\/\/api\.swaggerhub\.com\/domains\/Plattform_i40\/([\w-]+)\/V[\d.]+#/g,
    (_, name: string) => (name === "Part1-MetaModel-Schemas" ? "part1#" : "part2#"),
  );
}

/** The patterns of texts are not JavaScript's, and a member without a schema may be anything. */
function readable(_name: unknown, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([name, of]) => name !== "pattern" || typeof of !== "string");
  return Array.isArray(value) ? value : Object.fromEntries(entries.map(([name, of]) => [name, of ?? true]));
}

/** What a value breaks of the named schema of Part 2; null for nothing, or where the specification is not at hand. */
export function faultsOf(schema: string, value: unknown): string | null {
  if (specificationMissing !== null) return null;
  const validate = ajv.getSchema(`part2#/components/schemas/${schema}`);
  if (validate === undefined) throw new Error(`The specification has no schema ${schema}.`);
  return validate(value) ? null : ajv.errorsText(validate.errors);
}

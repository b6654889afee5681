/** The identifiers of a file, one after the other: a manifest is read as a stream, however long it is. */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import type { Linkset } from "../../store/model.js";
import { ImportError } from "../errors.js";
import { type OpenImportOptions, openImport } from "../openImport.js";

export interface ListedIdentifier {
  readonly identifier: LedgerIdentifier;
  /** Where in the file: `line 7`. */
  readonly place: string;
  readonly links?: Linkset;
}

/**
 * The identifiers of a table (CSV, JSON Lines), in the file's order. All or nothing depends on each of them, so the first
 * fault ends it.
 * @throws ImportError
 */
export async function* identifiersOf(
  file: string,
  options: OpenImportOptions = {},
): AsyncGenerator<ListedIdentifier> {
  for await (const { place, problems, twin, identifiers, links } of openImport(file, options)) {
    const [problem] = problems;
    if (problem !== undefined)
      throw new ImportError("IMPORT_ROW_INVALID", `${place}: ${problem.message}`, {
        hint: problem.hint ?? "Correct the file.",
        details: { file, place },
      });
    if (twin !== undefined)
      throw new ImportError("IMPORT_ROW_INVALID", `${place} has a twin.`, {
        hint: "This takes identifiers alone; twins with their identifiers: cadastre import.",
        details: { file, place },
      });
    for (const identifier of identifiers) yield { identifier, place, ...(links && { links }) };
  }
}

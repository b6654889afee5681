/** The ids of a shell and of its submodels, registered so that registries of the AAS find them. */
import { aasIdentifier } from "../../identifiers/index.js";
import { shellLinks, submodelLinks } from "../../ledger/descriptors/encode.js";
import { encodeLinkset } from "../../ledger/linkset.js";
import { assetNames } from "../../store/assetId.js";
import type { Linkset, TwinKind } from "../../store/model.js";
import { identifiesAsset } from "../assetIds.js";
import { type ImportedIdentifier, type ImportProblem, problemOf } from "../row.js";
import type { Shell, Submodel } from "./shell.js";

export interface ReadShellIdentifiers {
  readonly further: readonly ImportedIdentifier[];
  readonly problems: readonly ImportProblem[];
}

/**
 * The shell's id stands for the twin, with what its descriptor says in its links, and each submodel's id for the shell's
 * record. A shell whose id the ledger does not take has neither.
 */
export function shellIdentifiers(shell: Shell, owner: string, kind: TwinKind): ReadShellIdentifiers {
  try {
    const identifier = aasIdentifier(owner, assetNames.shell, shell.id);
    const own: ImportedIdentifier = { identifier, links: registrable(shellLinks(factsOf(shell, kind))) };
    const submodels = shell.submodels.map((submodel) => submodelIdentifier(submodel, owner, own));
    return {
      further: [own, ...submodels.filter((one) => "identifier" in one)],
      problems: submodels.filter((one) => "code" in one),
    };
  } catch (error) {
    return { further: [], problems: [problemOf(error)] };
  }
}

function submodelIdentifier(
  { id, idShort, semanticId }: Submodel,
  owner: string,
  shell: ImportedIdentifier,
): ImportedIdentifier | ImportProblem {
  try {
    const identifier = aasIdentifier(owner, assetNames.submodel, id);
    const links = registrable(submodelLinks({ idShort, semanticId }));
    return { identifier, links, of: shell.identifier };
  } catch (error) {
    return problemOf(error);
  }
}

/** @throws LedgerError for text that is not valid Unicode. */
function registrable(links: Linkset): Linkset {
  encodeLinkset(links);
  return links;
}

function factsOf({ idShort, assetKind, assetType, specificAssetIds }: Shell, kind: TwinKind) {
  return {
    idShort,
    assetKind: assetKind === "Type" || assetKind === "Instance" ? undefined : assetKind,
    assetType,
    // What is meant for one partner alone is not for a ledger that all can read.
    specificAssetIds: specificAssetIds.filter(
      ({ name, limited }) => !limited && !identifiesAsset(name, kind),
    ),
  };
}

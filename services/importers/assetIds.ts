/** Which of an asset's ids stand for the asset itself, and in which form they are registered. */

import type { LedgerIdentifier } from "../identifiers/identifier.js";
import { aasIdentifier, assetValue, globalAssetId } from "../identifiers/index.js";
import type { TwinKind } from "../store/model.js";
import { ImportError } from "./errors.js";
import { type ImportProblem, problemOf } from "./row.js";

export interface AssetIds {
  /** Owner's segment, undefined where neither file nor caller names it. */
  readonly owner: string | undefined;
  readonly kind: TwinKind;
  readonly globalAssetId: string | undefined;
  readonly specificAssetIds: readonly { readonly name: string; readonly value: string }[];
}

export interface ReadIdentifiers {
  readonly identifiers: readonly LedgerIdentifier[];
  readonly problems: readonly ImportProblem[];
}

/** Names of ids that many assets share because they stand for a party or for a class of twins. */
const sharedNames: ReadonlySet<string> = new Set([
  "manufacturerid",
  "customerid",
  "bpn",
  "bpnl",
  "digitaltwintype",
]);
/** Names of ids that stand for a part type: every part made after it carries the same one. */
const typeNames: ReadonlySet<string> = new Set(["manufacturerpartid", "customerpartid"]);

/**
 * The identifiers of an asset, each once: `OWNER/globalAssetId/…` and `OWNER/<name>/<value>` for each specific asset id
 * that stands for the asset. Those that stand for its maker or, with an instance, for its type are left out.
 */
export function assetIdentifiers(asset: AssetIds): ReadIdentifiers {
  const { owner, kind } = asset;
  if (owner === undefined) return { identifiers: [], problems: [ownerMissing()] };
  const identifiers = new Map<string, LedgerIdentifier>();
  const problems: ImportProblem[] = [];
  const add = (make: () => LedgerIdentifier): void => {
    try {
      const identifier = make();
      identifiers.set(identifier.canonical, identifier);
    } catch (error) {
      problems.push(problemOf(error));
    }
  };
  const global = asset.globalAssetId;
  if (global !== undefined) add(() => globalAssetId(owner, assetValue(global)));
  for (const { name, value } of asset.specificAssetIds) {
    if (identifiesAsset(name, kind)) add(() => aasIdentifier(owner, name, value));
  }
  return { identifiers: [...identifiers.values()], problems };
}

/** Whether an asset id of that name stands for the asset, rather than for its maker or its type. */
export function identifiesAsset(name: string, kind: TwinKind): boolean {
  const lower = name.toLowerCase();
  return !sharedNames.has(lower) && (kind === "type" || !typeNames.has(lower));
}

function ownerMissing(): ImportProblem {
  return problemOf(
    new ImportError("IMPORT_OWNER_MISSING", "The file does not say who owns the asset ids.", {
      hint: "Name the owner's segment with --owner, such as its BPN or its domain.",
    }),
  );
}

/** What there is of a shell before it is written, from the index. */
import { assetIdOf, assetNames } from "../../../store/assetId.js";
import type { Address, RecordEntity, RecordId, TwinId } from "../../../store/model.js";
import { ResolverError } from "../../errors.js";
import type { Sight } from "../../visibility/sight.js";
import { conflict } from "./plannedRecord.js";

/** Most records of a twin, or of a shell, that a write goes through. */
const maxRecords = 1_000;

/** Asset ids of the party that stand for the twin. */
export async function assetRecords({ view }: Sight, twin: TwinId, party: Address) {
  return ownRecords(
    await view.recordsOfSubject({ kind: "twin", id: twin }, { limit: maxRecords }),
    party,
    (name) => name !== assetNames.shell && name !== assetNames.submodel,
  );
}

/** Submodels of the party that stand for the shell, also those that were taken down. */
export async function submodelRecords({ view }: Sight, shell: RecordId, party: Address) {
  return ownRecords(
    await view.recordsOfSubject({ kind: "record", id: shell }, { limit: maxRecords }),
    party,
    (name) => name === assetNames.submodel,
  );
}

function ownRecords(
  { items, next }: { readonly items: readonly RecordEntity[]; readonly next: string | null },
  party: Address,
  isWanted: (name: string) => boolean,
): readonly RecordEntity[] {
  if (next !== null)
    throw conflict(`More than ${maxRecords} identifiers stand for it: use the command line.`);
  return items.filter((record) => {
    const name = assetIdOf(record)?.name;
    return name !== undefined && record.owner === party && isWanted(name);
  });
}

/** @throws ResolverError RESOLVER_NOT_OURS */
export function checkOwner(owner: Address, party: Address): void {
  if (owner === party) return;
  throw new ResolverError(
    "RESOLVER_NOT_OURS",
    "It belongs to another party than the one this resolver writes for.",
    {
      hint: "Its owner changes it with a key of its own.",
    },
  );
}

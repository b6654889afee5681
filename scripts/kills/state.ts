/** What imports made of a chain. */
import { ledgerContracts } from "../../services/ledger/contracts.js";
import { recordId, schemeId } from "../../services/ledger/ids.js";
import { readRecord } from "../../services/ledger/reads/identifiers.js";
import type { ImportingChain } from "./chain.js";

export interface ImportedState {
  /** Each registration with what the ledger has of its record now, in order; twice where it took place twice. */
  readonly records: readonly string[];
  /** Each first version of a twin, in order. */
  readonly twins: readonly string[];
}

export async function stateOf({ provider, deployment }: ImportingChain): Promise<ImportedState> {
  const { identifiers, twins } = ledgerContracts(deployment, provider);
  const registered = await identifiers.queryFilter(identifiers.filters.IdentifierRegistered(), 0);
  const published = await twins.queryFilter(twins.filters.TwinVersionPublished(), 0);
  const records = [];
  for (const { args } of registered) {
    const id = recordId(schemeId("handle"), args.identifier);
    const state = await readRecord(provider, deployment, id);
    const { owner, status, digest } = state ?? {};
    records.push(JSON.stringify({ identifier: args.identifier, owner, status, digest }));
  }
  return { records: records.sort(), twins: published.map(({ args }) => args.map(String).join(" ")).sort() };
}

/** What is in one and not in the other, as often as it is. */
export function missingFrom(one: readonly string[], other: readonly string[]): readonly string[] {
  const left = [...other];
  return one.filter((entry) => {
    const place = left.indexOf(entry);
    if (place === -1) return true;
    left.splice(place, 1);
    return false;
  });
}

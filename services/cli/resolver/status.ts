import type { LocatedRecord } from "../ledger/locate.js";

/** A record's status with that of its namespace, as resolvers show it. Retirement outlasts a suspension of the namespace. */
export function effectiveStatus({ state, namespace }: LocatedRecord): string {
  return namespace.state.live || state.status === "retired" ? state.status : "namespace-suspended";
}

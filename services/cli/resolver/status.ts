import type { LocatedRecord } from "../ledger/locate.js";

/** A record's status with that of its namespace, as resolvers show it. Retirement outlasts what befalls the namespace. */
export function effectiveStatus({ state, namespace }: LocatedRecord): string {
  const { standing } = namespace.state;
  return standing === "live" || state.status === "retired" ? state.status : `namespace-${standing}`;
}

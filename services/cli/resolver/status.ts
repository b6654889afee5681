import type { LocatedRecord } from "../ledger/locate.js";

/**
 * A record's status with that of its namespace, as resolvers show it. Retirement outlasts what befalls the namespace; what a
 * former tenure issued has lapsed with it.
 */
export function effectiveStatus({ state, namespace }: LocatedRecord): string {
  const { standing, answersSince } = namespace.state;
  if (state.status === "retired") return state.status;
  if (state.namespaceEpoch < answersSince) return "namespace-lapsed";
  return standing === "live" ? state.status : `namespace-${standing}`;
}

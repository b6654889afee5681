import type { NamespaceStatistics } from "./model.js";

/** Of one that did nothing yet. */
export const noStatistics: NamespaceStatistics = { delegations: 0, redelegations: 0, registrations: 0 };

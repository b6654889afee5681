/**
 * What the index knows: the projections of the ledger's events, as they lie in the store.
 *
 * Every value is JSON-safe. Ids, digests and addresses are lower-case `0x` hex strings (addresses too: compare them as
 * they are, print them with a checksum); times are Unix seconds.
 */

export * from "./model/agreements.js";
export * from "./model/attestations.js";
export * from "./model/batches.js";
export * from "./model/checkpoint.js";
export * from "./model/evidence.js";
export * from "./model/ids.js";
export * from "./model/namespaces.js";
export * from "./model/parties.js";
export * from "./model/provenance.js";
export * from "./model/quotas.js";
export * from "./model/records.js";
export * from "./model/rights.js";
export * from "./model/supervision.js";
export * from "./model/tokens.js";
export * from "./model/twins.js";

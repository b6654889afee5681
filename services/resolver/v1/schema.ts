/**
 * What `/v1/resolve` answers, as schemas: the types of the code that makes the answers, the OpenAPI document, and the
 * oracle of the tests are all these.
 *
 * Addresses, ids, digests and hashes are lower-case `0x` hexadecimal; times are Unix seconds.
 */

export * from "./schema/evidence.js";
export * from "./schema/freezes.js";
export * from "./schema/identifiers.js";
export * from "./schema/members.js";
export * from "./schema/namespaces.js";
export * from "./schema/parties.js";
export * from "./schema/provenance.js";
export * from "./schema/records.js";
export * from "./schema/resolution.js";
export * from "./schema/rights.js";
export * from "./schema/twins.js";
export * from "./schema/words.js";

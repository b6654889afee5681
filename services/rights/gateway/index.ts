/** `cadastre/gateway`: what a data provider needs to let through whom the ledger lets. */
export { type Capability, capabilitySeconds, type DataUse } from "../capabilities/capability.js";
export { CapabilityError, type CapabilityErrorCode } from "../capabilities/errors.js";
export type { ProofStore } from "../capabilities/usedProofs.js";
export { UsageError, type UsageErrorCode } from "../metering/errors.js";
export type { UsageStatement } from "../metering/statement.js";
export { type Gateway, type GatewayOptions, type Handler, openGateway } from "./gateway.js";

/** What can be frozen, as the supervision names it. */
import type { Thing } from "../store/model.js";
import type { ContractName } from "./deployment/schema.js";

/** The contract that holds things of a kind. */
export const registryOf = {
  namespace: "namespaces",
  record: "identifiers",
  sealed: "sealedRecords",
  twin: "twins",
  party: "parties",
  batch: "batches",
  grant: "rights",
} as const satisfies Record<Thing["kind"], ContractName>;

/** A thing's id as the supervision has it: an address is padded on the left. */
export const thingWord = ({ id }: { readonly id: string }): string => `0x${id.slice(2).padStart(64, "0")}`;

/** Events of the ledger that are about one thing: what the state's words leave out is in them. */
import { z } from "zod";
import type { ContractName } from "../../ledger/deployment/deployment.js";
import { decodeLog, type LedgerEvent } from "../../ledger/events/decodeLog.js";
import { eventTopics } from "../../ledger/events/decoders.js";
import { bytesSchema, hashSchema, quantitySchema } from "../../ledger/hex.js";
import type { Hash } from "../../store/model.js";
import { CliError } from "../errors.js";
import type { LedgerSession } from "./session.js";

export type EventName = LedgerEvent["event"];
export type EventNamed<Name extends EventName> = Extract<LedgerEvent, { event: Name }>;

export interface PlacedEvent<Name extends EventName> {
  readonly event: EventNamed<Name>;
  readonly block: number;
  readonly transaction: Hash;
  /** Position in its block. */
  readonly log: number;
}

const logsSchema = z.array(
  z.object({
    topics: z.array(hashSchema),
    data: bytesSchema,
    blockNumber: quantitySchema,
    transactionHash: hashSchema,
    logIndex: quantitySchema,
  }),
);

/**
 * Events of one name, in their order; by the name that they have here, such as `UnitsMoved` for a quota's `Transfer`.
 * @param topics The event's indexed parameters as 32-byte words, null for any.
 * @param until Last block; the head if left out.
 */
export async function eventsOf<Name extends EventName>(
  { provider, deployment }: LedgerSession,
  contract: ContractName,
  name: Name,
  topics: readonly (string | null)[],
  until?: number,
): Promise<readonly PlacedEvent<Name>[]> {
  const signature = eventTopics[contract].get(name);
  if (signature === undefined) throw new TypeError(`No ${contract} logs ${name}`);
  const filter = {
    address: deployment.contracts[contract],
    fromBlock: hex(deployment.block),
    toBlock: until === undefined ? "latest" : hex(until),
    topics: [signature, ...topics],
  };
  const logs = await provider.client.rpc("eth_getLogs", [filter], logsSchema);
  return logs.flatMap(({ topics: words, data, blockNumber, transactionHash, logIndex }) => {
    const event = decodeLog(contract, words, data);
    return event !== null && isNamed(event, name)
      ? [{ event, block: blockNumber, transaction: transactionHash, log: logIndex }]
      : [];
  });
}

type Placed = Pick<PlacedEvent<EventName>, "block" | "log">;

export function isBefore(one: Placed, other: Placed): boolean {
  return one.block === other.block ? one.log < other.log : one.block < other.block;
}

/** For events that do not lead to a record's state. */
export function eventsIncomplete(record: string): CliError {
  return new CliError("CLI_EVENTS_INCOMPLETE", "The node's events do not lead to the record's state.", {
    hint: "The node may have pruned its logs or be behind: use another one.",
    details: { record },
  });
}

function isNamed<Name extends EventName>(event: LedgerEvent, name: Name): event is EventNamed<Name> {
  return event.event === name;
}

const hex = (block: number): string => `0x${block.toString(16)}`;

/** An address as an indexed parameter. */
export const addressTopic = (address: string): string => `0x${address.slice(2).padStart(64, "0")}`;

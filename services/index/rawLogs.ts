/** The form of the logs that a node answers with. */
import { z } from "zod";
import { addressSchema, hashSchema, isAddress, isHash, quantitySchema } from "../ledger/hex.js";

const logSchema = z.object({
  address: addressSchema,
  topics: z.array(z.string()).max(4),
  data: z.string(),
  blockNumber: quantitySchema,
  blockHash: hashSchema,
  // Not in the specification, but most nodes give it: it saves a request a block.
  blockTimestamp: quantitySchema.nullish(),
  transactionHash: hashSchema,
  logIndex: quantitySchema,
  removed: z.boolean().nullish(),
});

export type RawLog = z.infer<typeof logSchema>;

/** What is not in the form that nodes use is left to this: it has more patience, and says what is wrong. */
export const anyLogsSchema = z.array(logSchema);

/** Logs come by the million: their usual form is read by hand, in a fifth of the time. */
export const logsSchema = z.unknown().transform((answer, context): RawLog[] => {
  const usual = usualLogs(answer);
  if (usual !== null) return usual;
  const read = anyLogsSchema.safeParse(answer);
  if (read.success) return read.data;
  for (const { path, message } of read.error.issues) {
    context.addIssue({ code: "custom", path: [...path], message });
  }
  return z.NEVER;
});

const quantityForm = /^0x[0-9a-f]{1,13}$/;

function usualLogs(answer: unknown): RawLog[] | null {
  if (!Array.isArray(answer)) return null;
  const logs: RawLog[] = [];
  for (const each of answer) {
    const log = usualLog(each, logs.at(-1));
    if (log === null) return null;
    logs.push(log);
  }
  return logs;
}

/** @param before The log before it, with which it mostly shares its contract, its block and its transaction. */
function usualLog(each: unknown, before: RawLog | undefined): RawLog | null {
  if (typeof each !== "object" || each === null) return null;
  const log: Readonly<Partial<Record<keyof RawLog, unknown>>> = each;
  const {
    address,
    topics,
    data,
    blockNumber,
    blockHash,
    blockTimestamp,
    transactionHash,
    logIndex,
    removed,
  } = log;
  if (!isSame(address, before?.address) && !isAddress(address)) return null;
  if (!isSame(blockHash, before?.blockHash) && !isHash(blockHash)) return null;
  if (!isSame(transactionHash, before?.transactionHash) && !isHash(transactionHash)) return null;
  if (!isQuantity(blockNumber) || !isQuantity(logIndex)) return null;
  if (!isQuantity(blockTimestamp) || typeof removed !== "boolean") return null;
  if (typeof data !== "string" || !areTopics(topics)) return null;
  return {
    address,
    topics,
    data,
    blockNumber: Number(blockNumber),
    blockHash,
    blockTimestamp: Number(blockTimestamp),
    transactionHash,
    logIndex: Number(logIndex),
    removed,
  };
}

const isSame = <Read extends string>(given: unknown, read: Read | undefined): given is Read =>
  read !== undefined && given === read;

const isQuantity = (given: unknown): given is string => typeof given === "string" && quantityForm.test(given);

const areTopics = (topics: unknown): topics is string[] =>
  Array.isArray(topics) && topics.length <= 4 && topics.every((topic) => typeof topic === "string");

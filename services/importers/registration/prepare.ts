/**
 * What a file's registration comes to, before anything is sent: which identifiers go into a range, which into a list, and which become
 * records. It is kept beside the lists, so that a run that was killed goes on without reading the file again.
 */
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { ledgerSchemes } from "../../identifiers/identifier.js";
import { issueMerkle, issueRule } from "../../ledger/actions/batches.js";
import type { Call } from "../../ledger/actions/call.js";
import { LedgerError } from "../../ledger/errors.js";
import { hashSchema, toBatchId, toDigest, toHash, toNamespaceId, toSchemeId } from "../../ledger/hex.js";
import { ruleBatchId } from "../../ledger/ids.js";
import { readBatch } from "../../ledger/reads/batches.js";
import type { Sender } from "../../ledger/transactions/sender.js";
import { writeWholeFile } from "../../ledger/wholeFile.js";
import type { Address, BatchId, Linkset, NumberRange } from "../../store/model.js";
import { listTree, type ManifestIssuer } from "../batch/manifest.js";
import type { OpenImportOptions } from "../openImport.js";
import type { ImportLedger } from "../run/authority.js";
import { Issuers } from "./issuers.js";
import { type Group, surveyFile } from "./survey.js";
import type { RegistrationWay } from "./ways.js";

/** So many identifiers of one namespace are no longer made a record each, unless that is asked for. */
export const fewestInBatch = 1_000;

const rangeSchema = z.object({
  scheme: hashSchema.transform(toSchemeId),
  stem: z.string(),
  tail: z.string(),
  first: z.string(),
  last: z.string(),
});

const groupSchema = z.object({
  issuer: z.object({
    scheme: z.enum(ledgerSchemes),
    prefix: z.string(),
    id: hashSchema.transform(toNamespaceId),
  }),
  list: z.object({ file: z.string(), manifest: hashSchema.transform(toDigest), count: z.number().int() }),
  repeated: z.number().int(),
  /** The batch; null where each becomes a record. */
  batch: z
    .discriminatedUnion("way", [
      z.object({ way: z.literal("range"), id: hashSchema.transform(toBatchId), range: rangeSchema }),
      z.object({
        way: z.literal("list"),
        id: hashSchema.transform(toBatchId),
        root: hashSchema.transform(toHash),
      }),
    ])
    .nullable(),
});
const preparedSchema = z.object({
  rows: z.number().int(),
  others: z.number().int(),
  groups: z.array(groupSchema),
});
export type PreparedGroup = z.infer<typeof groupSchema>;
export type Prepared = z.infer<typeof preparedSchema>;
export type PreparedBatch = NonNullable<PreparedGroup["batch"]>;

export interface PrepareOptions {
  readonly file: string;
  readonly reading: OpenImportOptions;
  readonly way: RegistrationWay;
  /** Links for all members of what is issued, which are put into lists then; their targets may be templates. */
  readonly links: Linkset;
  readonly ledger: ImportLedger;
  readonly sender: Sender;
  /** Owner of what is issued. */
  readonly party: Address;
  /** Of this registration alone; what an earlier run left there is gone on with. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** @throws ImportError, LedgerError */
export async function prepare(options: PrepareOptions): Promise<Prepared> {
  const file = join(options.folder, "prepared.json");
  const known = preparedSchema.safeParse(jsonOrNull(await readFile(file, "utf8").catch(() => "")));
  if (known.success) return known.data;
  const { ledger, sender, folder, signal, onProgress } = options;
  const survey = await surveyFile({
    file: options.file,
    reading: options.reading,
    issuers: new Issuers(ledger, sender.address),
    folder: join(folder, "lists"),
    links: options.links,
    signal,
    onProgress,
  });
  const groups: PreparedGroup[] = [];
  for (const group of survey.groups) {
    const { issuer, list, repeated } = group;
    groups.push({ issuer, list, repeated, batch: await batchFor(group, options) });
  }
  const prepared = { rows: survey.rows, others: survey.others, groups };
  await writeWholeFile(file, JSON.stringify(prepared));
  return prepared;
}

/** Throws away what a registration left: after that the file is read anew. */
export const forget = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

/** The cheapest sound way: a range has no list that somebody must keep, a list takes any identifiers. */
async function batchFor(group: Group, options: PrepareOptions): Promise<PreparedBatch | null> {
  const way = Object.keys(options.links).length === 0 ? options.way : "list";
  if (way === "records" || (way === "auto" && group.list.count < fewestInBatch)) return null;
  if (way !== "list" && group.range !== null) {
    const id = ruleBatchId(group.range);
    if (await isFree(group.issuer, group.range, id, options)) return { way: "range", id, range: group.range };
  }
  const { ledger } = options;
  const { chainId, contracts } = ledger.deployment;
  const { manifest, count, file } = group.list;
  const place = { chainId, registry: contracts.batches };
  const tree = await listTree(file, group.issuer, place, { manifest, count: BigInt(count) });
  return { way: "list", id: tree.batch, root: tree.root };
}

/** Whether the range was issued to the party already, or can be: another one may hold some of its numbers. */
async function isFree(
  { prefix }: ManifestIssuer,
  range: NumberRange,
  id: BatchId,
  { ledger, sender, party }: PrepareOptions,
): Promise<boolean> {
  const issued = await readBatch(ledger.provider, ledger.deployment, id);
  if (issued !== null) return issued.owner === party;
  try {
    await sender.estimate(issueRule(ledger.deployment, Buffer.byteLength(prefix), range, party));
    return true;
  } catch (error) {
    if (error instanceof LedgerError && error.code === "LEDGER_REVERTED") return false;
    throw error;
  }
}

/** The call that issues a group's batch. */
export function issuingCall(
  { deployment }: ImportLedger,
  { issuer, list }: PreparedGroup,
  batch: PreparedBatch,
  owner: Address,
): Call {
  if (batch.way === "range")
    return issueRule(deployment, Buffer.byteLength(issuer.prefix), batch.range, owner);
  const { manifest, count } = list;
  return issueMerkle(
    deployment,
    issuer,
    { root: batch.root, manifest, count: BigInt(count), uri: "" },
    owner,
  );
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * What a file's registration comes to, before anything is sent: which identifiers go into a range, which into a list, and which become
 * records. It is kept beside the lists, so that a run that was killed goes on without reading the file again.
 */
import { randomBytes } from "node:crypto";
import { readFile, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { isAbsence } from "../../errors/absence.js";
import { ledgerSchemes } from "../../identifiers/identifier.js";
import { issueMerkle, issueRule } from "../../ledger/actions/batches.js";
import type { Call } from "../../ledger/actions/call.js";
import { LedgerError } from "../../ledger/errors.js";
import { hashSchema, toBatchId, toDigest, toHash, toNamespaceId, toSchemeId } from "../../ledger/hex.js";
import { ruleBatchId } from "../../ledger/ids.js";
import { countBatches, readBatch } from "../../ledger/reads/batches.js";
import type { Sender } from "../../ledger/transactions/sender.js";
import { writeWholeFile } from "../../ledger/wholeFile.js";
import type { Address, BatchId, Linkset, NumberRange } from "../../store/model.js";
import { listTree, type ManifestIssuer } from "../batch/manifest.js";
import { ImportError } from "../errors.js";
import type { OpenImportOptions } from "../openImport.js";
import type { ImportLedger } from "../run/authority.js";
import { noIssuedRows } from "./issuedRows.js";
import { Issuers } from "./issuers.js";
import type { Knowledge } from "./known.js";
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
  inOthers: z
    .object({ twins: z.number().int(), identifiers: z.number().int() })
    .default({ twins: 0, identifiers: 0 }),
  /** Rows whose identifiers batches held already. */
  issued: z
    .object({
      records: z.number().int(),
      unchanged: z.number().int(),
      conflict: z.number().int(),
      failed: z.number().int(),
      batches: z.array(
        z.object({
          way: z.enum(["range", "list"]),
          batch: hashSchema.transform(toBatchId),
          namespace: z.string(),
          identifiers: z.number().int(),
        }),
      ),
    })
    .default({ ...noIssuedRows, batches: [] }),
  groups: z.array(groupSchema),
  /** Batches that the party had by then; null where nobody asked what is registered already. */
  batches: z.number().int().nullable().default(null),
  /** The file as it was named, for people; null where that was not noted. */
  source: z.string().nullable().default(null),
  /** Whether a run went on to send: from then on the same rows have to go the same way. */
  begun: z.boolean().default(true),
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
  /** Of what is registered already: it is not issued again. */
  readonly knowledge?: Knowledge | undefined;
  /** Of this registration alone; what an earlier run left there is gone on with. */
  readonly folder: string;
  /** Throws where the file is no longer what the folder is of: then nothing is kept of what was read. */
  readonly checkFile?: (() => Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number) => void) | undefined;
}

/**
 * What an earlier run worked out is used again, as far as it still holds: after a plan the ledger may have changed.
 * @throws ImportError, LedgerError
 */
export async function prepare(options: PrepareOptions): Promise<Prepared> {
  const known = await readPrepared(options.folder);
  // What cannot be read any more comes out the same, as far as the ledger is as it was.
  if (known === null || known === "unreadable" || (!known.begun && (await mayDiffer(known, options))))
    return prepareAnew(options);
  if (await hasLostBatches(known, options)) return prepareAnew(options);
  const groups: PreparedGroup[] = [];
  for (const group of known.groups) groups.push(await decidedAgain(group, options));
  if (groups.every((group, place) => group === known.groups[place])) return known;
  return keep(options.folder, { ...known, groups });
}

/** Whether rows may go another way than they would have when that was worked out. */
async function mayDiffer({ others, batches }: Prepared, options: PrepareOptions): Promise<boolean> {
  // Of what went row by row, some may be issued together since: its namespace may have been delegated.
  if (others > 0) return true;
  // Of what was free, some may have been issued since.
  return (
    options.knowledge !== undefined && options.way !== "records" && batches !== (await batchesOf(options))
  );
}

/** Whether the chain has taken back a batch that held rows: those have to be registered after all, and somebody has to know which. */
async function hasLostBatches({ issued }: Prepared, { ledger, knowledge }: PrepareOptions): Promise<boolean> {
  if (knowledge === undefined) return false;
  for (const { batch } of issued.batches)
    if ((await readBatch(ledger.provider, ledger.deployment, batch)) === null) return true;
  return false;
}

const batchesOf = ({ ledger, party }: PrepareOptions): Promise<number> =>
  countBatches(ledger.provider, ledger.deployment, party);

/** Says that something is about to be sent. */
export async function begin(folder: string, prepared: Prepared): Promise<Prepared> {
  return prepared.begun ? prepared : keep(folder, { ...prepared, begun: true });
}

async function prepareAnew(options: PrepareOptions): Promise<Prepared> {
  const { ledger, sender, folder, party, signal, onProgress } = options;
  // Where a record is asked for of each, it does not matter whether it is a member of something.
  const knowledge = options.way === "records" ? undefined : options.knowledge;
  const batches = knowledge === undefined ? null : await batchesOf(options);
  const survey = await surveyFile({
    file: options.file,
    reading: options.reading,
    issuers: new Issuers(ledger, sender.address),
    folder: listsFolder(folder),
    links: options.links,
    party,
    knowledge,
    signal,
    onProgress,
  });
  await options.checkFile?.();
  for (const { batch } of survey.issued.batches) await checkHeld(batch, options);
  const groups: PreparedGroup[] = [];
  for (const group of survey.groups) {
    const { issuer, list, repeated } = group;
    groups.push({ issuer, list, repeated, batch: await batchFor(group, options) });
  }
  const { rows, others, inOthers, issued } = survey;
  return keep(folder, {
    rows,
    others,
    inOthers,
    issued: { ...issued, batches: [...issued.batches] },
    groups,
    batches,
    source: resolve(options.file),
    begun: false,
  });
}

/** What the chain does not bear out would leave rows unregistered: a resolver may be of another ledger, or lie. */
async function checkHeld(batch: BatchId, { ledger, party }: PrepareOptions): Promise<void> {
  const state = await readBatch(ledger.provider, ledger.deployment, batch);
  if (state?.owner === party && state.status === "active") return;
  throw new ImportError(
    "IMPORT_RESOLVER_WRONG",
    `The resolver has identifiers of the file in the batch ${batch}, which ${state === null ? "the chain does not have" : "is not the party's, or is revoked"}.`,
    {
      hint: "See that it is a resolver of this ledger: cadastre status. Where it was just behind, run the same again.",
      details: { batch },
    },
  );
}

/** A range that was free may have been taken since. Nothing of it is issued then, and it becomes a list. */
async function decidedAgain(group: PreparedGroup, options: PrepareOptions): Promise<PreparedGroup> {
  const { batch, issuer } = group;
  if (batch?.way !== "range" || (await isFree(issuer, batch.range, batch.id, options))) return group;
  return { ...group, batch: await listFor(group, options) };
}

/** Where a registration's lists lie, and what became of rows that are issued already. */
export const listsFolder = (folder: string): string => join(folder, "lists");

export const preparedFile = (folder: string): string => join(folder, "prepared.json");

/** null where nothing was worked out; `unreadable` where something was, and nobody knows what. */
export async function readPrepared(folder: string): Promise<Prepared | "unreadable" | null> {
  const text = await readFile(preparedFile(folder), "utf8").catch((error: unknown) =>
    isAbsence(error) ? null : "",
  );
  if (text === null) return null;
  const known = preparedSchema.safeParse(jsonOrNull(text));
  return known.success ? known.data : "unreadable";
}

async function keep(folder: string, prepared: Prepared): Promise<Prepared> {
  await writeWholeFile(preparedFile(folder), JSON.stringify(prepared));
  return prepared;
}

/**
 * Throws away what a registration left: after that the file is read anew. It goes from its place at once, so that whoever begins there anew
 * meanwhile loses nothing.
 */
export async function forget(folder: string): Promise<void> {
  const forgotten = `${folder}.${randomBytes(4).toString("hex")}.forgotten`;
  try {
    await rename(folder, forgotten);
  } catch (error) {
    if (isAbsence(error)) return;
    throw error;
  }
  await rm(forgotten, { recursive: true, force: true });
}

/** Whether a file's name is of what {@link forget} had moved when its process was killed. */
export const isForgotten = (name: string): boolean => /\.[0-9a-f]{8}\.forgotten$/.test(name);

/** The cheapest sound way: a range has no list that somebody must keep, a list takes any identifiers. */
async function batchFor(group: Group, options: PrepareOptions): Promise<PreparedBatch | null> {
  const way = Object.keys(options.links).length === 0 ? options.way : "list";
  if (way === "records" || (way === "auto" && group.list.count < fewestInBatch)) return null;
  if (way !== "list" && group.range !== null) {
    const id = ruleBatchId(group.range);
    if (await isFree(group.issuer, group.range, id, options)) return { way: "range", id, range: group.range };
  }
  return listFor(group, options);
}

async function listFor(
  { issuer, list }: Pick<Group, "issuer" | "list">,
  { ledger }: PrepareOptions,
): Promise<PreparedBatch> {
  const { chainId, contracts } = ledger.deployment;
  const { manifest, count, file } = list;
  const place = { chainId, registry: contracts.batches };
  const tree = await listTree(file, issuer, place, { manifest, count: BigInt(count) });
  return { way: "list", id: tree.batch, root: tree.root };
}

/** The ledger's errors that say that these numbers cannot be a range. */
const rangeRefusals: ReadonlySet<unknown> = new Set([
  "RangeTaken",
  "RangeTooFarDown",
  "RangeIsIssued",
  "InvalidRange",
]);

/** Whether the range was issued already, to whomever, or can be: another batch may hold some of its numbers. */
async function isFree(
  { prefix }: ManifestIssuer,
  range: NumberRange,
  id: BatchId,
  { ledger, sender, party }: PrepareOptions,
): Promise<boolean> {
  const issued = await readBatch(ledger.provider, ledger.deployment, id);
  if (issued !== null) return true;
  try {
    await sender.estimate(issueRule(ledger.deployment, Buffer.byteLength(prefix), range, party));
    return true;
  } catch (error) {
    // What is refused for another reason is so as a list too: that is told when it is tried.
    if (error instanceof LedgerError && error.code === "LEDGER_REVERTED")
      return !rangeRefusals.has(error.details.error);
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

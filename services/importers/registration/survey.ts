/**
 * The first reading of a file: which of its identifiers could be issued in batches. They are written into lists on the way, so that the file
 * is read once however large it is, and memory holds a few of its rows.
 */
import { createReadStream } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { schemeId } from "../../ledger/ids.js";
import type { Address, Linkset, NumberRange } from "../../store/model.js";
import type { ManifestIssuer } from "../batch/manifest.js";
import { type ListHead, listLines } from "../list/listFile.js";
import { type OpenImportOptions, openRows } from "../openImport.js";
import type { ImportRow } from "../row.js";
import { jsonLines } from "../run/jsonLines.js";
import { openLineFile } from "../run/lineFile.js";
import { type IssuedRows, IssuedRowsWriter } from "./issuedRows.js";
import type { Issuers } from "./issuers.js";
import type { Knowledge, Known } from "./known.js";
import { ListWriter, linesFile, type WrittenList } from "./listWriter.js";
import { NumberRun } from "./numberRun.js";
import { hashOf, Repeats } from "./repeats.js";

/** Identifiers of one namespace that ask for nothing but to be registered. */
export interface Group {
  readonly issuer: ManifestIssuer;
  readonly list: WrittenList;
  /** Where they are just the numbers of a range, in order. */
  readonly range: NumberRange | null;
  /** Rows that give one of them again. */
  readonly repeated: number;
}

export interface Survey {
  readonly rows: number;
  /** Rows with a twin, with links or with a fault, and those that the account issues under no namespace. */
  readonly others: number;
  /** What these rows hold; less where some is registered already. */
  readonly inOthers: RowContents;
  /** Rows that are in none of the groups, as batches hold their identifiers already. */
  readonly issued: IssuedRows;
  readonly groups: readonly Group[];
}

export interface RowContents {
  readonly twins: number;
  readonly identifiers: number;
}

export interface SurveyOptions {
  readonly file: string;
  readonly reading: OpenImportOptions;
  readonly issuers: Issuers;
  /** Folder for the lists. */
  readonly folder: string;
  /** Links that the lists have for all of their members. */
  readonly links: Linkset;
  /** Owner of what is issued. */
  readonly party: Address;
  /** Of what is registered already; without it, what the chain alone does not tell is issued again. */
  readonly knowledge?: Knowledge | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told how many rows were read. */
  readonly onProgress?: ((rows: number) => void) | undefined;
}

/** A row that asks for nothing but to be registered, and may be issued in a batch. */
interface Candidate {
  readonly row: ImportRow;
  readonly identifier: LedgerIdentifier;
  readonly issuer: ManifestIssuer;
}

/** Rows that were read together, with what is known of those that may be issued in batches. */
interface Surveyed {
  readonly others: readonly ImportRow[];
  readonly candidates: readonly (Candidate & { readonly known: Known | null })[];
}

/** Where the results of rows that are issued already lie, in the folder of the lists. */
export const issuedFile = (folder: string): string => join(folder, "issued.jsonl");

/** @throws ImportError; LedgerError where the chain cannot be asked; what `knowledge` throws. */
export async function surveyFile(options: SurveyOptions): Promise<Survey> {
  const { folder, links, party, signal, onProgress } = options;
  await mkdir(folder, { recursive: true });
  const issued = await IssuedRowsWriter.open(issuedFile(folder), { party, links });
  const groups = new Map<string, OpenGroup>();
  const repeats = await Repeats.open(join(folder, "hashes"));
  let [rows, others, held] = [0, 0, 0];
  const inOthers = { twins: 0, identifiers: 0 };
  const other = (row: ImportRow): void => {
    others += 1;
    inOthers.twins += row.twin === undefined ? 0 : 1;
    inOthers.identifiers += row.identifiers.length + (row.further?.length ?? 0);
  };
  for await (const some of oneAhead(openRows(options.file, options.reading), (read) =>
    surveyed(read, options),
  )) {
    signal?.throwIfAborted();
    rows += some.others.length + some.candidates.length;
    for (const row of some.others) other(row);
    for (const { row, identifier, issuer, known } of some.candidates) {
      if (known?.kind === "record") {
        other(row);
        await issued.addRecord(row);
        continue;
      }
      if (known !== null) {
        await issued.add(row, identifier, known, `${issuer.scheme}:${issuer.prefix}`);
        continue;
      }
      const group =
        groups.get(issuer.id) ?? (await OpenGroup.open(issuer, { folder, links, number: groups.size }));
      groups.set(issuer.id, group);
      group.add(identifier.canonical, row.line);
      repeats.add(nameOf(identifier.scheme, identifier.canonical));
      held += identifier.canonical.length;
      if (group.isFull) await group.flush();
    }
    await repeats.settled();
    if (held >= mostHeld) {
      held = 0;
      for (const group of groups.values()) await group.flush();
    }
    onProgress?.(rows);
  }
  const suspects = await repeats.end();
  const closed: Group[] = [];
  for (const group of groups.values()) closed.push(await group.close(suspects));
  return { rows, others, inOthers, issued: await issued.close(), groups: closed };
}

/** Characters of identifiers after which all groups are written to the disk: many of them may have a few each. */
const mostHeld = 16 * 1024 * 1024;

/** An identifier among those of all groups. */
const nameOf = (scheme: string, canonical: string): string => `${scheme}:${canonical}`;

async function surveyed(
  rows: readonly ImportRow[],
  { issuers, knowledge }: SurveyOptions,
): Promise<Surveyed> {
  const others: ImportRow[] = [];
  const candidates: Candidate[] = [];
  for (const row of rows) {
    const identifier = plainIdentifier(row);
    const found = identifier && issuers.of(identifier);
    // Most are known at once, and to wait for each would take longer than all the rest.
    const issuer = found instanceof Promise ? await found : found;
    if (identifier === null || issuer === null) others.push(row);
    else candidates.push({ row, identifier, issuer });
  }
  const known =
    knowledge === undefined ? [] : await knowledge.of(candidates.map(({ identifier }) => identifier));
  return {
    others,
    candidates: candidates.map((candidate, place) => ({ ...candidate, known: known[place] ?? null })),
  };
}

/** What `work` makes of each item, in their order; the next one is begun while the last is looked at. */
async function* oneAhead<Item, Result>(
  items: AsyncIterable<Item>,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  let before: Promise<Result> | null = null;
  try {
    for await (const item of items) {
      const next = work(item);
      next.catch(() => undefined);
      if (before !== null) yield await before;
      before = next;
    }
  } catch (error) {
    // What was read before the fault is there.
    if (before !== null) yield await before;
    throw error;
  }
  if (before !== null) yield await before;
}

/** The identifier of a row that asks for nothing else; null for any other row. */
export function plainIdentifier(row: ImportRow): LedgerIdentifier | null {
  const { twin, links, further, problems, identifiers } = row;
  const isPlain = twin === undefined && links === undefined && further === undefined && problems.length === 0;
  const [identifier, second] = identifiers;
  return isPlain && identifier !== undefined && second === undefined ? identifier : null;
}

class OpenGroup {
  readonly #issuer: ManifestIssuer;
  readonly #head: ListHead;
  readonly #folder: string;
  readonly #name: string;
  readonly #writer: ListWriter;
  readonly #run = new NumberRun();

  private constructor(
    issuer: ManifestIssuer,
    head: ListHead,
    { folder, name }: { readonly folder: string; readonly name: string },
    writer: ListWriter,
  ) {
    this.#issuer = issuer;
    this.#head = head;
    this.#folder = folder;
    this.#name = name;
    this.#writer = writer;
  }

  static async open(
    issuer: ManifestIssuer,
    { folder, links, number }: { readonly folder: string; readonly links: Linkset; readonly number: number },
  ): Promise<OpenGroup> {
    const name = `${number + 1}.list`;
    const head = { scheme: issuer.scheme, links };
    const writer = await ListWriter.open(join(folder, name), head);
    return new OpenGroup(issuer, head, { folder, name }, writer);
  }

  get isFull(): boolean {
    return this.#writer.isFull;
  }

  add(canonical: string, line: number): void {
    this.#writer.add(canonical, line);
    this.#run.add(canonical);
  }

  async flush(): Promise<void> {
    await this.#writer.flush();
  }

  /** @param suspects Hashes of those that may come more than once, of this group or another. */
  async close(suspects: ReadonlySet<bigint>): Promise<Group> {
    const list = await this.#writer.close();
    const run = this.#run.range;
    const range = run && { scheme: schemeId(this.#issuer.scheme), ...run };
    if (suspects.size === 0) return { issuer: this.#issuer, list, range, repeated: 0 };
    const single = await this.#withoutRepeats(list, suspects);
    const repeated = list.count - single.count;
    return { issuer: this.#issuer, list: single, range: repeated === 0 ? range : null, repeated };
  }

  /** The list again, each identifier once. */
  async #withoutRepeats(list: WrittenList, suspects: ReadonlySet<bigint>): Promise<WrittenList> {
    const path = join(this.#folder, `${this.#name}.single`);
    const writer = await ListWriter.open(path, this.#head);
    const repeats = await openLineFile(repeatsFile(list.file));
    /** By identifier: its place in the new list. */
    const seen = new Map<string, number>();
    let index = 0;
    for await (const { canonical, line } of listMembers(list.file)) {
      if (suspects.has(hashOf(nameOf(this.#head.scheme, canonical)))) {
        const first = seen.get(canonical);
        if (first !== undefined) {
          const repeated: ListMember = { canonical, line, index: first };
          await repeats.write(JSON.stringify(repeated));
          continue;
        }
        seen.set(canonical, index);
      }
      writer.add(canonical, line);
      index += 1;
      if (writer.isFull) await writer.flush();
    }
    await repeats.close();
    const written = await writer.close();
    await rename(written.file, list.file);
    await rename(linesFile(written.file), linesFile(list.file));
    return { ...written, file: list.file };
  }
}

export interface ListMember {
  readonly canonical: string;
  /** Where in the file it stands. */
  readonly line: number;
  /** Place in the list, from 0. */
  readonly index: number;
}

/** The members of a list that a survey wrote. @throws ImportError */
export async function* listMembers(file: string): AsyncGenerator<ListMember> {
  const lines = lineNumbers(linesFile(file));
  let index = 0;
  for await (const members of listLines(file)) {
    for (const canonical of members) {
      const line = await lines.next();
      yield { canonical, line: line.done === true ? 0 : line.value, index };
      index += 1;
    }
  }
}

const memberSchema = z.object({ canonical: z.string(), line: z.number(), index: z.number() });

/** Where rows stand that give a member of the list again. */
const repeatsFile = (file: string): string => `${file}.repeats`;

/** Rows that give a member of a list again: each with its own line, and the member's place. */
export async function* listRepeats(file: string): AsyncGenerator<ListMember> {
  for await (const line of jsonLines(repeatsFile(file))) yield memberSchema.parse(line);
}

async function* lineNumbers(file: string): AsyncGenerator<number> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(file)) {
    const bytes: Buffer = Buffer.concat([rest, chunk]);
    const end = bytes.length - (bytes.length % 4);
    for (let at = 0; at < end; at += 4) yield bytes.readUInt32LE(at);
    rest = bytes.subarray(end);
  }
}

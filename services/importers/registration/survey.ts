/**
 * The first reading of a file: which of its identifiers could be issued in batches. They are written into lists on the way, so that the file
 * is read once however large it is, and memory holds a few of its rows.
 */
import { createReadStream } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { schemeId } from "../../ledger/ids.js";
import type { Linkset, NumberRange } from "../../store/model.js";
import type { ManifestIssuer } from "../batch/manifest.js";
import { type ListHead, listLines } from "../list/listFile.js";
import { type OpenImportOptions, openRows } from "../openImport.js";
import type { ImportRow } from "../row.js";
import type { Issuers } from "./issuers.js";
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
  readonly signal?: AbortSignal | undefined;
  /** Told how many rows were read. */
  readonly onProgress?: ((rows: number) => void) | undefined;
}

/** @throws ImportError; LedgerError where the chain cannot be asked. */
export async function surveyFile(options: SurveyOptions): Promise<Survey> {
  const { file, reading, issuers, folder, links, signal, onProgress } = options;
  await mkdir(folder, { recursive: true });
  const groups = new Map<string, OpenGroup>();
  let [rows, others] = [0, 0];
  const inOthers = { twins: 0, identifiers: 0 };
  for await (const some of openRows(file, reading)) {
    signal?.throwIfAborted();
    for (const row of some) {
      rows += 1;
      const identifier = plainIdentifier(row);
      const found = identifier && issuers.of(identifier);
      // Most are known at once, and to wait for each would take longer than all the rest.
      const issuer = found instanceof Promise ? await found : found;
      if (identifier === null || issuer === null) {
        others += 1;
        inOthers.twins += row.twin === undefined ? 0 : 1;
        inOthers.identifiers += row.identifiers.length + (row.further?.length ?? 0);
        continue;
      }
      const group =
        groups.get(issuer.id) ?? (await OpenGroup.open(issuer, { folder, links, number: groups.size }));
      groups.set(issuer.id, group);
      group.add(identifier.canonical, row.line);
      if (group.isFull) await group.flush();
    }
    onProgress?.(rows);
  }
  const closed: Group[] = [];
  for (const group of groups.values()) closed.push(await group.close());
  return { rows, others, inOthers, groups: closed };
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
  readonly #repeats: Repeats;
  readonly #run = new NumberRun();

  private constructor(
    issuer: ManifestIssuer,
    head: ListHead,
    { folder, name }: { readonly folder: string; readonly name: string },
    parts: [ListWriter, Repeats],
  ) {
    this.#issuer = issuer;
    this.#head = head;
    this.#folder = folder;
    this.#name = name;
    [this.#writer, this.#repeats] = parts;
  }

  static async open(
    issuer: ManifestIssuer,
    { folder, links, number }: { readonly folder: string; readonly links: Linkset; readonly number: number },
  ): Promise<OpenGroup> {
    const name = `${number + 1}.list`;
    const head = { scheme: issuer.scheme, links };
    const writer = await ListWriter.open(join(folder, name), head);
    const repeats = await Repeats.open(join(folder, `${name}.hashes`));
    return new OpenGroup(issuer, head, { folder, name }, [writer, repeats]);
  }

  get isFull(): boolean {
    return this.#writer.isFull;
  }

  add(canonical: string, line: number): void {
    this.#writer.add(canonical, line);
    this.#repeats.add(canonical);
    this.#run.add(canonical);
  }

  async flush(): Promise<void> {
    await this.#writer.flush();
    await this.#repeats.settled();
  }

  async close(): Promise<Group> {
    const list = await this.#writer.close();
    const suspects = await this.#repeats.end();
    const run = this.#run.range;
    const range = run && { scheme: schemeId(this.#issuer.scheme), ...run };
    if (suspects.size === 0) return { issuer: this.#issuer, list, range, repeated: 0 };
    const single = await this.#withoutRepeats(list, suspects);
    return { issuer: this.#issuer, list: single, range: null, repeated: list.count - single.count };
  }

  /** The list again, each identifier once. */
  async #withoutRepeats(list: WrittenList, suspects: ReadonlySet<bigint>): Promise<WrittenList> {
    const path = join(this.#folder, `${this.#name}.single`);
    const writer = await ListWriter.open(path, this.#head);
    const seen = new Set<string>();
    for await (const { canonical, line } of listMembers(list.file)) {
      if (suspects.has(hashOf(canonical))) {
        if (seen.has(canonical)) continue;
        seen.add(canonical);
      }
      writer.add(canonical, line);
      if (writer.isFull) await writer.flush();
    }
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

async function* lineNumbers(file: string): AsyncGenerator<number> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(file)) {
    const bytes: Buffer = Buffer.concat([rest, chunk]);
    const end = bytes.length - (bytes.length % 4);
    for (let at = 0; at < end; at += 4) yield bytes.readUInt32LE(at);
    rest = bytes.subarray(end);
  }
}

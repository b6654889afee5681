/**
 * Rows whose identifiers batches hold already, or ranges that are kept free: what becomes of them is known before anything is sent. It is kept
 * in a file, in the order of the rows, as there may be as many of them as the file has.
 */
import { z } from "zod";
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { ledgerSchemes } from "../../identifiers/identifier.js";
import { hashSchema, toBatchId } from "../../ledger/hex.js";
import { encodeLinkset } from "../../ledger/linkset.js";
import type { Address, Linkset } from "../../store/model.js";
import { ImportError } from "../errors.js";
import { type ImportRow, problemOf } from "../row.js";
import { jsonLines } from "../run/jsonLines.js";
import { type LineFile, openLineFile } from "../run/lineFile.js";
import { type ImportResult, importStatuses } from "../run/result.js";
import type { Known, KnownMember } from "./known.js";

const lineSchema = z
  .object({
    line: z.number(),
    place: z.string(),
    label: z.string(),
    what: z.literal("identifier"),
    status: z.enum(importStatuses),
    name: z.string(),
    scheme: z.enum(ledgerSchemes),
    member: z.object({ batch: hashSchema.transform(toBatchId), index: z.number() }).optional(),
    problem: z
      .object({ code: z.string(), message: z.string(), hint: z.string().optional() })
      .transform(({ hint, ...problem }) => ({ ...problem, ...(hint !== undefined && { hint }) }))
      .optional(),
  })
  .transform(
    ({ member, problem, ...result }): ImportResult => ({
      ...result,
      ...(member && { member }),
      ...(problem && { problem }),
    }),
  );

const rowSchema = z.union([lineSchema, z.strictObject({ line: z.number() })]);

/** A batch that holds rows of the file, and how many of them. */
export interface HoldingBatch {
  readonly way: KnownMember["way"];
  readonly batch: KnownMember["batch"];
  readonly namespace: string;
  readonly identifiers: number;
}

export interface IssuedRows {
  /** Rows with a record, which are compared with that like those that are registered row by row. */
  readonly records: number;
  readonly unchanged: number;
  readonly conflict: number;
  readonly failed: number;
  readonly batches: readonly HoldingBatch[];
}

export const noIssuedRows: IssuedRows = {
  records: 0,
  unchanged: 0,
  conflict: 0,
  failed: 0,
  batches: [],
};

/** What the rows have to say to be as they are issued. */
export interface Wanted {
  readonly party: Address;
  readonly links: Linkset;
}

export class IssuedRowsWriter {
  readonly #file: LineFile;
  readonly #wanted: Wanted & { readonly linkset: Uint8Array };
  readonly #counts = { records: 0, unchanged: 0, conflict: 0, failed: 0 };
  readonly #batches = new Map<string, HoldingBatch>();

  private constructor(file: LineFile, wanted: Wanted) {
    this.#file = file;
    this.#wanted = { ...wanted, linkset: encodeLinkset(wanted.links) };
  }

  /** @throws what the system says, where the file cannot be opened. */
  static async open(file: string, wanted: Wanted): Promise<IssuedRowsWriter> {
    return new IssuedRowsWriter(await openLineFile(file), wanted);
  }

  /** Of a row whose identifier has a record. */
  async addRecord({ line }: ImportRow): Promise<void> {
    this.#counts.records += 1;
    await this.#file.write(JSON.stringify({ line }));
  }

  /** @param namespace That issues the identifier now. */
  async add(
    { line, place, label }: ImportRow,
    { scheme, canonical }: LedgerIdentifier,
    known: Exclude<Known, { kind: "record" }>,
    namespace: string,
  ): Promise<void> {
    const fate = this.#fateOf(known);
    this.#counts[fate.status] += 1;
    if (fate.status === "unchanged" && known.kind === "member") this.#count(known, namespace);
    const result: ImportResult = { line, place, label, what: "identifier", name: canonical, scheme, ...fate };
    await this.#file.write(JSON.stringify(result));
  }

  /** @throws what the system says, where not all of it was written. */
  async close(): Promise<IssuedRows> {
    await this.#file.close();
    return { ...this.#counts, batches: [...this.#batches.values()] };
  }

  #count({ batch, way }: KnownMember, namespace: string): void {
    const identifiers = (this.#batches.get(batch)?.identifiers ?? 0) + 1;
    this.#batches.set(batch, { way, batch, namespace, identifiers });
  }

  #fateOf(known: Exclude<Known, { kind: "record" }>) {
    if (known.kind === "reserved")
      return { status: "failed", problem: problemOf(reserved(known.range)) } as const;
    const difference = this.#difference(known);
    if (difference !== null)
      return { status: "conflict", problem: problemOf(otherwise(known, difference)) } as const;
    const index = Number(known.index);
    // A number may have more digits than JSON keeps.
    const member = Number.isSafeInteger(index) ? { member: { batch: known.batch, index } } : {};
    return { status: "unchanged", ...member } as const;
  }

  #difference({ owner, status, links }: KnownMember): string | null {
    if (owner !== this.#wanted.party) return `which belongs to ${owner}`;
    if (status === "revoked") return "and is revoked, for ever";
    if (status === "namespace-lapsed") return "under a former tenure of its namespace";
    return Buffer.compare(encodeLinkset(links), this.#wanted.linkset) === 0 ? null : "with other links";
  }
}

function otherwise({ batch }: KnownMember, difference: string): ImportError {
  return new ImportError(
    "IMPORT_CONFLICT",
    `The identifier is issued already, in the batch ${batch}, ${difference}.`,
    {
      hint: "See what the batch is: cadastre batch show.",
      details: { batch },
    },
  );
}

function reserved(range: string): ImportError {
  return new ImportError(
    "IMPORT_NOT_AUTHORISED",
    `The identifier lies in a range that is kept free: ${range}.`,
    {
      hint: "Release it first: cadastre batch release.",
      details: { range },
    },
  );
}

/** A row of the file that no list has: what became of it, or null where it has a record that it is compared with. */
export interface IssuedRow {
  readonly line: number;
  readonly result: ImportResult | null;
}

/** All of them, in the order of the rows. */
export async function* issuedRows(file: string, rows: IssuedRows): AsyncGenerator<IssuedRow> {
  if (rows.records + rows.unchanged + rows.conflict + rows.failed === 0) return;
  for await (const line of jsonLines(file)) {
    const row = rowSchema.parse(line);
    yield { line: row.line, result: "what" in row ? row : null };
  }
}

/** What becomes of each thing in a file that is imported: kept on the disk as it comes in, so that a million of them take no memory. */
import { open, rm } from "node:fs/promises";
import type { ImportResult } from "../../importers/run/result.js";
import { Problems } from "./problems.js";
import { openReport, type Report } from "./report.js";

interface Files {
  /** Where the user wants each of them, members of batches too; undefined for nowhere. */
  readonly report: string | undefined;
  /** A file of the import's own for those that its JSON document lists; null where it has none. */
  readonly kept: string | null;
}

export class ImportResults {
  readonly problems = new Problems();
  readonly #report: Report | null;
  readonly #kept: { readonly file: string; readonly lines: Report } | null;
  #isClosed = false;

  private constructor(report: Report | null, kept: { readonly file: string; readonly lines: Report } | null) {
    this.#report = report;
    this.#kept = kept;
  }

  /** @throws CliError `CLI_REPORT_UNWRITABLE` */
  static async open({ report, kept }: Files): Promise<ImportResults> {
    const own = kept === null ? null : { file: kept, lines: await openReport(kept) };
    const wanted = report === undefined ? null : await openReport(report);
    return new ImportResults(wanted, own);
  }

  /** Whether members of batches, too, are to be told. */
  get takesMembers(): boolean {
    return this.#report !== null;
  }

  async add(result: ImportResult): Promise<void> {
    this.problems.add(result);
    if (result.member === undefined) await this.#kept?.lines.write(result);
    await this.#report?.write(result);
  }

  /** Ends the files. @throws CliError `CLI_REPORT_UNWRITABLE` where not all of it was written. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    try {
      await this.#kept?.lines.close();
    } finally {
      await this.#report?.close();
    }
  }

  /** All but members of batches as JSON texts, in the order in which they came in; once the files are closed. */
  async *texts(): AsyncGenerator<string> {
    if (this.#kept === null) return;
    const handle = await open(this.#kept.file);
    try {
      yield* handle.readLines();
    } finally {
      await handle.close();
    }
  }

  /** Removes what was kept for the JSON document. */
  async forget(): Promise<void> {
    if (this.#kept !== null) await rm(this.#kept.file, { force: true });
  }
}

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

interface Opened {
  readonly report: Report | null;
  readonly kept: { readonly file: string; readonly lines: Report } | null;
}

export class ImportResults {
  readonly #files: Files;
  #opened: Opened;
  #problems = new Problems();
  #isClosed = false;

  private constructor(files: Files, opened: Opened) {
    this.#files = files;
    this.#opened = opened;
  }

  /** @throws CliError `CLI_REPORT_UNWRITABLE` */
  static async open(files: Files): Promise<ImportResults> {
    return new ImportResults(files, await openAll(files));
  }

  get problems(): Problems {
    return this.#problems;
  }

  /** Forgets what was added: all of it comes anew. @throws CliError `CLI_REPORT_UNWRITABLE` */
  async beginAnew(): Promise<void> {
    await this.close();
    this.#problems = new Problems();
    this.#opened = await openAll(this.#files);
    this.#isClosed = false;
  }

  /** Whether members of batches, too, are to be told. */
  get takesMembers(): boolean {
    return this.#opened.report !== null;
  }

  async add(result: ImportResult): Promise<void> {
    this.#problems.add(result);
    if (result.member === undefined) await this.#opened.kept?.lines.write(result);
    await this.#opened.report?.write(result);
  }

  /** Ends the files. @throws CliError `CLI_REPORT_UNWRITABLE` where not all of it was written. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    try {
      await this.#opened.kept?.lines.close();
    } finally {
      await this.#opened.report?.close();
    }
  }

  /** All but members of batches as JSON texts, in the order in which they came in; once the files are closed. */
  async *texts(): AsyncGenerator<string> {
    const { kept } = this.#opened;
    if (kept === null) return;
    const handle = await open(kept.file);
    try {
      yield* handle.readLines();
    } finally {
      await handle.close();
    }
  }

  /** Removes what was kept for the JSON document. */
  async forget(): Promise<void> {
    const { kept } = this.#opened;
    if (kept !== null) await rm(kept.file, { force: true });
  }
}

async function openAll({ report, kept }: Files): Promise<Opened> {
  const own = kept === null ? null : { file: kept, lines: await openReport(kept) };
  return { report: report === undefined ? null : await openReport(report), kept: own };
}

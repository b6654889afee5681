/**
 * A host's book of metered use: the last usage statement of each holder of units, one file each, on the disk before the data
 * goes out. Files are there whole or not at all, so a host that is killed has counted what it served, and what it had not answered
 * yet may be counted without having been served: one use of each holder at most.
 *
 * One process writes a book; others may read it. `settled` holds the documents that are evidence of what was taken.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isAbsence } from "../../errors/absence.js";
import { writeWholeFile } from "../../ledger/wholeFile.js";
import type { Address, Digest, QuotaId } from "../../store/model.js";
import { type UsageDocument, usageIn, usageText } from "./document.js";
import { UsageError } from "./errors.js";
import type { Meter } from "./meter.js";
import type { SignedTotal } from "./statement.js";

type Account = Pick<UsageDocument["statement"], "quota" | "holder">;

export class UsageBook {
  readonly #folder: string;
  readonly #host: Address;
  /** The holders' writes: those of one come one after the other. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(folder: string, host: Address) {
    this.#folder = folder;
    this.#host = host;
  }

  /**
   * Takes a use down: its statement has to come to what the last one did, or the ledger where it is further, and the units of this use.
   * @throws UsageError USAGE_OUT_OF_STEP, USAGE_EXHAUSTED; whatever the disk does not take.
   */
  async accept(document: UsageDocument, meter: Meter, units: bigint): Promise<void> {
    const { quota, holder, total } = document.statement;
    const file = this.#fileOf({ quota, holder });
    await this.#inTurn(file, async () => {
      const last = await this.last({ quota, holder });
      const before = last === null || last.total < meter.settled ? meter.settled : last.total;
      const asked = { ...meter, units };
      if (total !== before + units)
        throw new UsageError(
          "USAGE_OUT_OF_STEP",
          `The statement comes to ${total} units; with this use it has to come to ${before + units}.`,
          "Sign that total, having seen that the last one is your own.",
          asked,
          last,
        );
      if (total > meter.settled + meter.left)
        throw new UsageError(
          "USAGE_EXHAUSTED",
          `There are not ${units} units left that this host may take.`,
          "Get more units of the quota, and let the host take them: cadastre quota allow.",
          asked,
          last,
        );
      await writeWholeFile(file, usageText(document), { mode: 0o600 });
    });
  }

  /** The last total of a holder. */
  async last(account: Account): Promise<SignedTotal | null> {
    const text = await readFile(this.#fileOf(account), "utf8").catch(absent);
    if (text === null) return null;
    const { statement, signature } = this.#read(text, this.#fileOf(account));
    return { total: statement.total, signature };
  }

  /** The last document of each holder. */
  async *documents(): AsyncGenerator<UsageDocument> {
    for (const quota of await namesIn(this.#folder)) {
      if (!/^0x[0-9a-f]{64}$/.test(quota)) continue;
      for (const name of await namesIn(join(this.#folder, quota))) {
        if (!/^0x[0-9a-f]{40}\.json$/.test(name)) continue;
        const file = join(this.#folder, quota, name);
        yield this.#read(await readFile(file, "utf8"), file);
      }
    }
  }

  /** Keeps a document as evidence, whatever the holder uses afterwards. */
  async keep(document: UsageDocument, evidence: Digest): Promise<string> {
    const file = join(this.#folder, "settled", `${evidence}.json`);
    await writeWholeFile(file, usageText(document), { mode: 0o600 });
    return file;
  }

  #read(text: string, file: string): UsageDocument {
    const document = usageIn(text);
    if (document === null) throw new Error(`${file} is no usage document: it was changed.`);
    if (document.statement.host !== this.#host)
      throw new Error(`${file} is of the host ${document.statement.host}, not of ${this.#host}.`);
    return document;
  }

  #fileOf({ quota, holder }: { readonly quota: QuotaId; readonly holder: Address }): string {
    return join(this.#folder, quota, `${holder}.json`);
  }

  async #inTurn(file: string, work: () => Promise<void>): Promise<void> {
    const turn = (this.#turns.get(file) ?? Promise.resolve()).then(work, work);
    this.#turns.set(file, turn);
    try {
      await turn;
    } finally {
      if (this.#turns.get(file) === turn) this.#turns.delete(file);
    }
  }
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

function absent(raised: unknown): null {
  if (isAbsence(raised)) return null;
  throw raised;
}

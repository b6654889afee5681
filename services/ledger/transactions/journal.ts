/**
 * A journal of transactions on disk: each is written down, signed, before the node has it. So a run that was killed, or whose node was, knows
 * afterwards what it sent, and finds out what became of it rather than send another. What has been settled is nobody's to know any more, and
 * goes from it: whoever sends for years would else have all that it ever sent.
 */
import { createReadStream, truncateSync } from "node:fs";
import { appendFile, type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { isAbsence } from "../../errors/absence.js";
import type { Hash } from "../../store/model.js";
import { LedgerError } from "../errors.js";
import { hashSchema, toHash, toHex } from "../hex.js";
import { writeWholeFile } from "../wholeFile.js";
import type { MinedTransaction } from "./receipt.js";
import type { SignedTransaction } from "./signed.js";

/** Where a sender notes what it does. */
export interface TransactionLog {
  /** Before the node gets them; kept when this returns. */
  sending(signed: readonly SignedTransaction[]): Promise<void>;
  /**
   * Once it is mined, or is known never to be.
   * @param mined Its receipt; null where it has none.
   */
  settled(hash: Hash, mined: MinedTransaction | null): Promise<void>;
}

const entrySchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("sending"),
    hash: hashSchema,
    nonce: z.number().int().nonnegative(),
    raw: z.string().regex(/^0x(?:[0-9a-f]{2})+$/),
  }),
  z.object({ kind: z.literal("settled"), hash: hashSchema }),
]);

/** Characters of settled transactions that are kept at most while one runs. */
const mostSettled = 16 * 1024 * 1024;

export class TransactionJournal implements TransactionLog {
  readonly #file: string;
  readonly #open: Map<Hash, SignedTransaction>;
  /** Characters that were written since all that it held was open. */
  #written = 0;
  /** What lines begin with: once one may have been cut short, as the disk was full, none must go on in it. */
  #before: "" | "\n" = "";

  private constructor(file: string, open: Map<Hash, SignedTransaction>) {
    this.#file = file;
    this.#open = open;
  }

  /**
   * Opens a journal, or begins one. A last line that was cut short by a power failure is left out: it was not sent.
   * @throws LedgerError `LEDGER_DEPLOYMENT_INVALID` for one that is there and cannot be read: what was sent is not known then.
   */
  static async open(file: string): Promise<TransactionJournal> {
    await mkdir(dirname(file), { recursive: true });
    const entries = new Map<Hash, SignedTransaction>();
    let isClean = true;
    try {
      for await (const line of linesOf(file)) {
        const entry = entryOf(line);
        if (entry?.kind === "sending") {
          const hash = toHash(entry.hash);
          entries.set(hash, { hash, nonce: entry.nonce, raw: toHex(entry.raw) });
          continue;
        }
        isClean = false;
        if (entry !== null) entries.delete(toHash(entry.hash));
      }
    } catch (cause) {
      if (!isAbsence(cause)) throw unreadable(file, cause);
    }
    if (!isClean) await writeWholeFile(file, [...entries.values()].map(sendingLine).join(""));
    return new TransactionJournal(file, entries);
  }

  /** Transactions of which nobody knows yet what became of them, in the order of their nonces, those with the same nonce as they were signed. */
  get open(): readonly SignedTransaction[] {
    return [...this.#open.values()].sort((one, other) => one.nonce - other.nonce);
  }

  async sending(signed: readonly SignedTransaction[]): Promise<void> {
    for (const one of signed) this.#open.set(one.hash, one);
    const lines = signed.map(sendingLine).join("");
    this.#written += lines.length;
    const file = await open(this.#file, "a");
    try {
      await this.#append(file, lines);
      await file.datasync();
    } finally {
      await file.close();
    }
  }

  async settled(hash: Hash): Promise<void> {
    if (!this.#open.delete(hash)) return;
    await this.#append(this.#file, `${JSON.stringify({ kind: "settled", hash })}\n`);
    if (this.#open.size > 0 || this.#written < mostSettled) return;
    this.#written = 0;
    // At once: nothing is written down meanwhile, as what is being sent is open.
    truncateSync(this.#file);
  }

  async #append(file: string | FileHandle, lines: string): Promise<void> {
    try {
      await appendFile(file, this.#before + lines);
    } catch (error) {
      this.#before = "\n";
      throw error;
    }
  }
}

const sendingLine = ({ hash, nonce, raw }: SignedTransaction): string =>
  `${JSON.stringify({ kind: "sending", hash, nonce, raw })}\n`;

function entryOf(line: string) {
  try {
    return entrySchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

/** The lines of a file, however large it is; of one without an end it says that there is an empty one, as it was cut short. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of createReadStream(file, { encoding: "utf8" })) {
    const lines = (rest + String(chunk)).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield "";
}

const unreadable = (file: string, cause: unknown): LedgerError =>
  new LedgerError("LEDGER_DEPLOYMENT_INVALID", `The journal ${file} cannot be read.`, {
    hint: "Make it readable: it says which transactions were sent, and without it some might be sent twice.",
    cause,
  });

/**
 * A journal of transactions on disk: each is written down, signed, before the node has it. So a run that was killed, or whose node was, knows
 * afterwards what it sent, and finds out what became of it rather than send another. What has been settled is nobody's to know any more, and
 * goes from it: whoever sends for years would else have all that it ever sent.
 */
import { createReadStream, truncateSync } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { isAbsence } from "../../errors/absence.js";
import type { Address, Hash } from "../../store/model.js";
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
   * Once one of them is mined, or it is known that none of them will be.
   * @param signed With one nonce.
   * @param mined The receipt of the one that was; null where there is none.
   */
  settled(signed: readonly SignedTransaction[], mined: MinedTransaction | null): Promise<void>;
  /**
   * What was mined and no longer is, as it is to be looked after again; nothing where the node that counted just lags behind.
   * @param count Transactions of the account that a node counted: fewer than before.
   */
  takenBack?(from: Address, count: number): Promise<readonly OneNonce[]>;
}

/** What can be asked which transactions nobody has seen the end of, and looks after. */
export interface OpenTransactions extends TransactionLog {
  readonly open: readonly SignedTransaction[];
}

/** Signed with one nonce of one account, one after the other. */
export type OneNonce = readonly [SignedTransaction, ...SignedTransaction[]];

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

export class TransactionJournal implements OpenTransactions {
  readonly #file: string;
  readonly #open: Map<Hash, SignedTransaction>;
  /** Texts go down one after the other: a long one is written in pieces, and a line in the middle of another would spoil both. */
  #last: Promise<void> = Promise.resolve();
  /** Lines of what was settled that wait for their turn, and when they are through with it. */
  #settled: { lines: string; readonly written: Promise<void> } | null = null;
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
    const { entries, isClean } = await entriesIn(file);
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
    try {
      await this.#inTurn(() => this.#append(lines, true));
    } catch (error) {
      // Nobody sends what is not written down.
      for (const { hash } of signed) this.#open.delete(hash);
      throw error;
    }
  }

  async settled(signed: readonly Pick<SignedTransaction, "hash">[]): Promise<void> {
    const known = signed.filter(({ hash }) => this.#open.delete(hash));
    if (known.length === 0) return;
    await this.#note(known.map(settledLine).join(""));
    if (this.#open.size > 0 || this.#written < mostSettled) return;
    this.#written = 0;
    // At once: nothing is written down meanwhile, as what is being sent is open.
    truncateSync(this.#file);
  }

  /** What comes up while others are written goes down together. */
  #note(lines: string): Promise<void> {
    if (this.#settled !== null) {
      this.#settled.lines += lines;
      return this.#settled.written;
    }
    const written = this.#inTurn(() => {
      const { lines: all } = this.#settled ?? { lines: "" };
      this.#settled = null;
      return this.#append(all, false);
    });
    this.#settled = { lines, written };
    return written;
  }

  #inTurn(write: () => Promise<void>): Promise<void> {
    const written = this.#last.then(write);
    this.#last = written.catch(() => undefined);
    return written;
  }

  /** @param lasts Whether a power failure must not take it. */
  async #append(lines: string, lasts: boolean): Promise<void> {
    const file = await open(this.#file, "a");
    try {
      await file.appendFile(this.#before + lines);
      this.#before = "";
      if (lasts) await file.datasync();
    } catch (error) {
      this.#before = "\n";
      throw error;
    } finally {
      await file.close();
    }
  }
}

/**
 * Transactions of which a journal does not say what became of them. It stays as it is: who only looks leaves no trace.
 * @throws LedgerError `LEDGER_DEPLOYMENT_INVALID` for one that cannot be read.
 */
export async function countOpen(file: string): Promise<number> {
  return (await entriesIn(file)).entries.size;
}

/** What is open in a journal, and whether it is there and says nothing else. */
async function entriesIn(file: string) {
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
    // Its name has to outlast a power failure too.
    isClean = false;
  }
  return { entries, isClean };
}

const sendingLine = ({ hash, nonce, raw }: SignedTransaction): string =>
  `${JSON.stringify({ kind: "sending", hash, nonce, raw })}\n`;

const settledLine = ({ hash }: Pick<SignedTransaction, "hash">): string =>
  `${JSON.stringify({ kind: "settled", hash })}\n`;

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

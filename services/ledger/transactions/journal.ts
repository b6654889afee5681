/**
 * A journal of transactions on disk: each is written down, signed, before the node has it. So a run that was killed, or whose node was, knows
 * afterwards what it sent, and finds out what became of it rather than send another.
 */
import { appendFile, mkdir, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import type { Hash } from "../../store/model.js";
import { LedgerError } from "../errors.js";
import { hashSchema, toHash, toHex } from "../hex.js";
import type { SignedTransaction } from "./signed.js";

/** Where a sender notes what it does. */
export interface TransactionLog {
  /** Before the node gets it; kept when this returns. */
  sending(signed: SignedTransaction): Promise<void>;
  /** Once it is mined, or is known never to be. */
  settled(hash: Hash): Promise<void>;
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

export class TransactionJournal implements TransactionLog {
  readonly #file: string;
  readonly #open: Map<Hash, SignedTransaction>;

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
    const text = await readFile(file, "utf8").catch((cause: unknown) => {
      if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return "";
      throw new LedgerError("LEDGER_DEPLOYMENT_INVALID", `The journal ${file} cannot be read.`, {
        hint: "Make it readable: it says which transactions were sent, and without it some might be sent twice.",
        cause,
      });
    });
    const end = text.lastIndexOf("\n") + 1;
    const entries = new Map<Hash, SignedTransaction>();
    for (const line of text.slice(0, end).split("\n")) {
      const entry = entryOf(line);
      if (entry === null) continue;
      const hash = toHash(entry.hash);
      if (entry.kind === "sending") entries.set(hash, { hash, nonce: entry.nonce, raw: toHex(entry.raw) });
      else entries.delete(hash);
    }
    // What follows begins a line of its own.
    if (end < text.length) await appendFile(file, "\n");
    return new TransactionJournal(file, entries);
  }

  /** Transactions of which nobody knows yet what became of them, in the order of their nonces, those with the same nonce as they were signed. */
  get open(): readonly SignedTransaction[] {
    return [...this.#open.values()].sort((one, other) => one.nonce - other.nonce);
  }

  async sending(signed: SignedTransaction): Promise<void> {
    this.#open.set(signed.hash, signed);
    const { hash, nonce, raw } = signed;
    const file = await open(this.#file, "a");
    try {
      await file.appendFile(`${JSON.stringify({ kind: "sending", hash, nonce, raw })}\n`);
      await file.datasync();
    } finally {
      await file.close();
    }
  }

  async settled(hash: Hash): Promise<void> {
    if (!this.#open.delete(hash)) return;
    await appendFile(this.#file, `${JSON.stringify({ kind: "settled", hash })}\n`);
  }
}

function entryOf(line: string) {
  try {
    return entrySchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

/**
 * The journal of a deployment under way.
 *
 * Each transaction is written down, signed, before it is sent. Whoever is killed in between finds it here, sends the very
 * same one again and so never makes a second one in its place: the node takes it once.
 */
import { readFile, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { isAbsence } from "../../errors/absence.js";
import type { Address, Hash } from "../../store/model.js";
import { LedgerError } from "../errors.js";
import { addressSchema, bytesSchema, hashSchema } from "../hex.js";
import { tryLock } from "../processLock.js";
import { writeWholeFile } from "../wholeFile.js";

const entrySchema = z.strictObject({
  nonce: z.number().int().nonnegative(),
  hash: hashSchema,
  raw: bytesSchema,
  /** Address of the contract that it creates, as the nonce determines it. */
  creates: addressSchema.nullable(),
});

export type JournalEntry = z.infer<typeof entrySchema>;

const journalSchema = z.strictObject({
  chainId: z.number().int().positive(),
  genesis: hashSchema,
  deployer: addressSchema,
  steps: z.record(z.string(), entrySchema),
});

export interface JournalHead {
  readonly chainId: number;
  readonly genesis: Hash;
  readonly deployer: Address;
}

export class Journal {
  readonly #file: string;
  readonly #head: JournalHead;
  readonly #steps: Map<string, JournalEntry>;
  readonly #unlock: () => Promise<void>;

  private constructor(
    file: string,
    head: JournalHead,
    steps: Map<string, JournalEntry>,
    unlock: () => Promise<void>,
  ) {
    this.#file = file;
    this.#head = head;
    this.#steps = steps;
    this.#unlock = unlock;
  }

  /**
   * Opens the journal and locks it.
   * @throws LedgerError `LEDGER_DEPLOYMENT_BUSY`, `LEDGER_DEPLOYMENT_INVALID`.
   */
  static async open(file: string, head: JournalHead): Promise<Journal> {
    const unlock = await lock(join(dirname(file), `.${basename(file)}.held`));
    try {
      return new Journal(file, head, await readSteps(file, head), unlock);
    } catch (error) {
      await unlock();
      throw error;
    }
  }

  entry(step: string): JournalEntry | undefined {
    return this.#steps.get(step);
  }

  /** Writes a transaction down; only after this may it be sent. */
  async record(step: string, entry: JournalEntry): Promise<void> {
    this.#steps.set(step, entry);
    await this.#write();
  }

  /** Forgets a transaction that can no longer take place. */
  async forget(step: string): Promise<void> {
    this.#steps.delete(step);
    await this.#write();
  }

  /** Releases the lock; the journal stays. */
  async close(): Promise<void> {
    await this.#unlock();
  }

  /** Removes the journal: the deployment file says all from now on. */
  async remove(): Promise<void> {
    await unlink(this.#file).catch(ignoreMissing);
  }

  async #write(): Promise<void> {
    const text = JSON.stringify({ ...this.#head, steps: Object.fromEntries(this.#steps) }, null, 2);
    await writeWholeFile(this.#file, `${text}\n`, { mode: 0o600 });
  }
}

async function readSteps(file: string, head: JournalHead): Promise<Map<string, JournalEntry>> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    ignoreMissing(cause);
    return new Map();
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const parsed = journalSchema.safeParse(json);
  if (!parsed.success) throw unusable(file, "does not hold what it should");
  const { chainId, genesis, deployer, steps } = parsed.data;
  if (chainId !== head.chainId || genesis !== head.genesis) throw unusable(file, "is of another chain");
  if (deployer !== head.deployer) throw unusable(file, `was begun by ${deployer}`);
  return new Map(Object.entries(steps));
}

function unusable(file: string, why: string): LedgerError {
  return new LedgerError("LEDGER_DEPLOYMENT_INVALID", `The deployment journal ${file} ${why}.`, {
    hint: "Go on with the deployer's key that began it, or move the journal away to begin a new deployment.",
    details: { file },
  });
}

/** @returns What gives it back. */
async function lock(folder: string): Promise<() => Promise<void>> {
  const attempt = await tryLock(folder);
  if (attempt.isHeld) return attempt.release;
  throw new LedgerError("LEDGER_DEPLOYMENT_BUSY", "Another process is deploying to this chain.", {
    hint: `Wait until it ends: it is ${attempt.holder}.`,
    details: { folder, holder: attempt.holder },
  });
}

function ignoreMissing(cause: unknown): void {
  if (!isAbsence(cause)) throw cause;
}

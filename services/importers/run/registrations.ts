/**
 * Registers identifiers together where several wait: while one transaction is under way, what comes up meanwhile goes into
 * the next. Nobody waits for company, and what is refused together is tried one by one, so that each has its own fate.
 */
import {
  maxMany,
  type RecordContent,
  type RecordName,
  registerIdentifier,
  registerMany,
} from "../../ledger/actions/identifiers.js";
import { LedgerError } from "../../ledger/errors.js";
import type { Address, Hash } from "../../store/model.js";
import type { ImportLedger } from "./authority.js";
import type { Writer } from "./writer.js";

interface Waiting {
  readonly name: RecordName;
  readonly content: RecordContent;
  readonly resolve: (transaction: Hash | null) => void;
  readonly reject: (error: unknown) => void;
}

/** Identifiers that one transaction takes: gas and size stay far below what nodes accept. */
const mostTogether = Math.min(100, maxMany);
const mostBytes = 48 * 1024;

export class Registrations {
  readonly #ledger: ImportLedger;
  readonly #writer: Writer;
  readonly #owner: Address;
  /** By scheme and length of the prefix. */
  readonly #lanes = new Map<string, { readonly waiting: Waiting[]; busy: boolean }>();

  constructor(ledger: ImportLedger, writer: Writer, owner: Address) {
    this.#ledger = ledger;
    this.#writer = writer;
    this.#owner = owner;
  }

  /**
   * @returns The transaction.
   * @throws LedgerError
   */
  register(name: RecordName, prefixLength: number, content: RecordContent): Promise<Hash | null> {
    const key = `${name.scheme} ${prefixLength}`;
    const lane = this.#lanes.get(key) ?? { waiting: [], busy: false };
    this.#lanes.set(key, lane);
    return new Promise((resolve, reject) => {
      lane.waiting.push({ name, content, resolve, reject });
      if (!lane.busy) void this.#empty(lane, prefixLength);
    });
  }

  async #empty(lane: { readonly waiting: Waiting[]; busy: boolean }, prefixLength: number): Promise<void> {
    lane.busy = true;
    // What is asked for in the same turn goes together.
    await Promise.resolve();
    while (lane.waiting.length > 0) await this.#send(takeSome(lane.waiting), prefixLength);
    lane.busy = false;
  }

  async #send(group: readonly Waiting[], prefixLength: number): Promise<void> {
    const [first] = group;
    if (first === undefined) return;
    if (group.length > 1) {
      const entries = group.map(({ name, content }) => ({ identifier: name.identifier, content }));
      const { deployment } = this.#ledger;
      const call = registerMany(deployment, first.name.scheme, prefixLength, entries, this.#owner, false);
      try {
        const transaction = await this.#writer.write(call, "register");
        for (const { resolve } of group) resolve(transaction);
        return;
      } catch (error) {
        if (!(error instanceof LedgerError) || error.code !== "LEDGER_REVERTED") {
          for (const { reject } of group) reject(error);
          return;
        }
      }
    }
    await Promise.all(group.map((one) => this.#sendOne(one, prefixLength)));
  }

  async #sendOne({ name, content, resolve, reject }: Waiting, prefixLength: number): Promise<void> {
    const call = registerIdentifier(this.#ledger.deployment, name, prefixLength, content, this.#owner);
    await this.#writer.write(call, "register").then(resolve, reject);
  }
}

/** Takes out the first that go into one transaction, one at least. */
function takeSome(waiting: Waiting[]): readonly Waiting[] {
  let bytes = 0;
  const end = waiting.findIndex(({ name, content }, position) => {
    bytes += Buffer.byteLength(name.identifier) + content.linkset.length + 256;
    return position > 0 && (bytes > mostBytes || position >= mostTogether);
  });
  return waiting.splice(0, end === -1 ? waiting.length : end);
}

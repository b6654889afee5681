/**
 * Registers identifiers together where several wait: while one transaction is under way, what comes up meanwhile goes into
 * the next, and as soon as that is full it follows without waiting. Nobody waits for company while nothing is under way, and what is refused
 * together is tried one by one, so that each has its own fate.
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

export interface Registration {
  readonly name: RecordName;
  /** Bytes of the prefix of the namespace that issues it. */
  readonly prefixLength: number;
  readonly content: RecordContent;
  /** Accounts that may register it besides the importing one. */
  readonly registrars: readonly Address[];
}

interface Waiting extends Registration {
  readonly resolve: (transaction: Hash | null) => void;
  readonly reject: (error: unknown) => void;
}

interface Lane {
  readonly waiting: Waiting[];
  /** What those that wait take of a transaction, in bytes. */
  bytes: number;
  /** Transactions. */
  underWay: number;
  /** Accounts that may send them. */
  readonly accounts: number;
}

/** Identifiers that one transaction takes: gas and size stay far below what nodes accept. */
export const mostTogether = Math.min(100, maxMany);
const mostBytes = 48 * 1024;

export class Registrations {
  readonly #ledger: ImportLedger;
  readonly #writer: Writer;
  readonly #owner: Address;
  /** By scheme, length of the prefix, and who may register. */
  readonly #lanes = new Map<string, Lane>();

  constructor(ledger: ImportLedger, writer: Writer, owner: Address) {
    this.#ledger = ledger;
    this.#writer = writer;
    this.#owner = owner;
  }

  /**
   * @returns The transaction.
   * @throws LedgerError
   */
  register(registration: Registration): Promise<Hash | null> {
    const { name, prefixLength, registrars } = registration;
    const key = [name.scheme, prefixLength, ...registrars].join(" ");
    const lane = this.#lanes.get(key) ?? {
      waiting: [],
      bytes: 0,
      underWay: 0,
      accounts: registrars.length + 1,
    };
    this.#lanes.set(key, lane);
    return new Promise((resolve, reject) => {
      lane.waiting.push({ ...registration, resolve, reject });
      lane.bytes += sizeOf(registration);
      if (lane.underWay < lane.accounts || isFull(lane)) void this.#empty(lane);
    });
  }

  async #empty(lane: Lane): Promise<void> {
    lane.underWay += 1;
    // What is asked for in the same turn goes together.
    await Promise.resolve();
    // One for each account takes whatever waits. Beyond that, a transaction has to be worth a place in the next block.
    while (lane.waiting.length > 0 && (lane.underWay <= lane.accounts || isFull(lane)))
      await this.#send(takeSome(lane));
    lane.underWay -= 1;
  }

  async #send(group: readonly Waiting[]): Promise<void> {
    const [first] = group;
    if (first === undefined) return;
    const { prefixLength, registrars } = first;
    if (group.length > 1) {
      const entries = group.map(({ name, content }) => ({ identifier: name.identifier, content }));
      const { deployment } = this.#ledger;
      try {
        const call = registerMany(deployment, first.name.scheme, prefixLength, entries, this.#owner, false);
        const transaction = await this.#writer.write(call, "register", { registrars });
        for (const { resolve } of group) resolve(transaction);
        return;
      } catch (error) {
        if (!(error instanceof LedgerError) || error.code !== "LEDGER_REVERTED") {
          for (const { reject } of group) reject(error);
          return;
        }
      }
    }
    await Promise.all(group.map((one) => this.#sendOne(one)));
  }

  async #sendOne({ name, prefixLength, content, registrars, resolve, reject }: Waiting): Promise<void> {
    try {
      const call = registerIdentifier(this.#ledger.deployment, name, prefixLength, content, this.#owner);
      resolve(await this.#writer.write(call, "register", { registrars }));
    } catch (error) {
      reject(error);
    }
  }
}

const sizeOf = ({ name, content }: Registration): number =>
  Buffer.byteLength(name.identifier) + content.linkset.length + 256;

const isFull = ({ waiting, bytes }: Lane): boolean => waiting.length >= mostTogether || bytes > mostBytes;

/** Takes out the first that go into one transaction, one at least. */
function takeSome(lane: Lane): readonly Waiting[] {
  let bytes = 0;
  const end = lane.waiting.findIndex((one, position) => {
    const more = sizeOf(one);
    const isOver = position > 0 && (bytes + more > mostBytes || position >= mostTogether);
    if (!isOver) bytes += more;
    return isOver;
  });
  lane.bytes -= bytes;
  return lane.waiting.splice(0, end === -1 ? lane.waiting.length : end);
}

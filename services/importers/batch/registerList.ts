/** Registers the identifiers of a file in as few transactions as the ledger takes them. */
import type { LedgerScheme } from "../../identifiers/identifier.js";
import type { Call } from "../../ledger/actions/call.js";
import { type RecordEntry, registerMany } from "../../ledger/actions/identifiers.js";
import { recordId, schemeId } from "../../ledger/ids.js";
import { encodeLinkset } from "../../ledger/linkset.js";
import { readRecord } from "../../ledger/reads/identifiers.js";
import type { Address, Hash } from "../../store/model.js";
import { ImportError } from "../errors.js";
import { Authorities, type ImportLedger } from "../run/authority.js";
import type { Writer } from "../run/writer.js";
import { identifiersOf, type ListedIdentifier } from "./members.js";

export interface RegisterListOptions {
  readonly file: string;
  readonly ledger: ImportLedger;
  readonly writer: Writer;
  /** Signs. */
  readonly account: Address;
  readonly party: Address;
  readonly owner: Address;
  /** Whether the records shall never change hands. */
  readonly locked: boolean;
}

export interface RegisteredList {
  readonly registered: number;
  /** Those that the owner had already. */
  readonly unchanged: number;
  readonly transactions: readonly Hash[];
  readonly gas: number;
}

/** Identifiers of one transaction: about 10 million gas where each has links, and no more bytes than nodes pass on. */
const perCall = 200;
const bytesPerCall = 60 * 1024;

/** Identifiers that are looked up at once. */
const lookUps = 64;

/**
 * Each transaction takes place as a whole or not at all. What is there already is left out, so a run that was stopped is
 * finished by running it again.
 * @throws ImportError, also `IMPORT_CONFLICT` for an identifier that another party has; LedgerError
 */
export async function registerList(options: RegisterListOptions): Promise<RegisteredList> {
  const { file, ledger, writer, account, party, owner } = options;
  const authorities = new Authorities(ledger, writer, account, party);
  const transactions: Hash[] = [];
  let [registered, unchanged] = [0, 0];
  const send = async (group: Group | null): Promise<void> => {
    if (group === null) return;
    const { call, entries } = group.close(options);
    const transaction = await writer.write(call, "register");
    if (transaction !== null) transactions.push(transaction);
    registered += entries;
  };
  let group: Group | null = null;
  for await (const listed of chunks(identifiersOf(file))) {
    const found = await Promise.all(listed.map((one) => isNew(ledger, owner, one)));
    for (const [position, { identifier, links }] of listed.entries()) {
      if (found[position] !== true) {
        unchanged += 1;
        continue;
      }
      const prefixLength = await authorities.of(identifier);
      const content = { subject: { kind: "none" }, linkset: encodeLinkset(links ?? {}) } as const;
      const entry: RecordEntry = { identifier: identifier.canonical, content };
      if (group === null || !group.takes(identifier.scheme, prefixLength, entry)) {
        await send(group);
        group = new Group(identifier.scheme, prefixLength);
      }
      group.add(entry);
    }
  }
  await send(group);
  return { registered, unchanged, transactions, gas: writer.gas };
}

class Group {
  readonly #scheme: LedgerScheme;
  readonly #prefixLength: number;
  readonly #entries: RecordEntry[] = [];
  #bytes = 0;

  constructor(scheme: LedgerScheme, prefixLength: number) {
    this.#scheme = scheme;
    this.#prefixLength = prefixLength;
  }

  takes(scheme: LedgerScheme, prefixLength: number, entry: RecordEntry): boolean {
    const fits = this.#entries.length < perCall && this.#bytes + sizeOf(entry) <= bytesPerCall;
    return fits && scheme === this.#scheme && prefixLength === this.#prefixLength;
  }

  add(entry: RecordEntry): void {
    this.#entries.push(entry);
    this.#bytes += sizeOf(entry);
  }

  close({ ledger, owner, locked }: RegisterListOptions): { readonly call: Call; readonly entries: number } {
    const { deployment } = ledger;
    const call = registerMany(deployment, this.#scheme, this.#prefixLength, this.#entries, owner, locked);
    return { call, entries: this.#entries.length };
  }
}

const sizeOf = ({ identifier, content }: RecordEntry): number =>
  Buffer.byteLength(identifier) + content.linkset.length + 256;

async function isNew(
  { provider, deployment }: ImportLedger,
  owner: Address,
  { identifier, place }: ListedIdentifier,
): Promise<boolean> {
  const { scheme, canonical } = identifier;
  const state = await readRecord(provider, deployment, recordId(schemeId(scheme), canonical));
  if (state === null) return true;
  if (state.owner === owner) return false;
  throw new ImportError("IMPORT_CONFLICT", `${place}: ${scheme} ${canonical} belongs to ${state.owner}.`, {
    hint: "An identifier is registered once and for ever: take it out of the file.",
    details: { place, owner: state.owner },
  });
}

async function* chunks<Item>(items: AsyncIterable<Item>): AsyncGenerator<readonly Item[]> {
  let chunk: Item[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < lookUps) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

/** Identifiers of an import: each bound to its twin once. */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { type RecordContent, type RecordName, registerIdentifier } from "../../ledger/actions/identifiers.js";
import { contentDigest, recordId, schemeId } from "../../ledger/ids.js";
import { type RecordState, readRecord } from "../../ledger/reads/identifiers.js";
import { subjectWords } from "../../ledger/subjectWords.js";
import type { Address, Digest, Hash, RecordId } from "../../store/model.js";
import { ImportError } from "../errors.js";
import { type ImportProblem, problemOf } from "../row.js";
import type { Authorities, ImportLedger } from "./authority.js";
import { found } from "./exists.js";
import { Registrations } from "./registrations.js";
import type { Writer } from "./writer.js";

export type RecordOutcome =
  | { readonly status: "registered"; readonly id: RecordId; readonly transaction?: Hash }
  | { readonly status: "unchanged"; readonly id: RecordId }
  | { readonly status: "conflict"; readonly id: RecordId; readonly problem: ImportProblem };

/** The place of an identifier on the ledger: what stands there, or how it is registered. */
export type Place = { readonly name: RecordName; readonly id: RecordId } & (
  | { readonly state: RecordState }
  | {
      readonly state: null;
      readonly prefixLength: number;
      /** Accounts that may register it besides the importing one. */
      readonly registrars: readonly Address[];
    }
);

export class Records {
  readonly #ledger: ImportLedger;
  readonly #writer: Writer;
  readonly #authorities: Authorities;
  readonly #party: Address;
  readonly #registrations: Registrations;

  constructor(ledger: ImportLedger, writer: Writer, authorities: Authorities, party: Address) {
    this.#ledger = ledger;
    this.#writer = writer;
    this.#authorities = authorities;
    this.#party = party;
    this.#registrations = new Registrations(ledger, writer, party);
  }

  /**
   * Where the identifier stands or would stand.
   * @throws ImportError where nobody has registered it and the party may not.
   */
  async lookUp(identifier: LedgerIdentifier): Promise<Place> {
    const { scheme, canonical } = identifier;
    const name = { scheme, identifier: canonical };
    const id = recordId(schemeId(scheme), canonical);
    const state = await this.#read(id);
    if (state !== null) return { name, id, state };
    const prefixLength = await this.#authorities.of(identifier);
    const registrars = await this.#authorities.registrars(identifier, prefixLength);
    return { name, id, state, prefixLength, registrars };
  }

  /**
   * Sees to it that the identifier is registered for the party with that content.
   * @throws LedgerError
   */
  async ensure(place: Place, content: RecordContent): Promise<RecordOutcome> {
    const { name, id } = place;
    if (place.state !== null) return this.compare(id, place.state, content);
    const { prefixLength, registrars } = place;
    try {
      const transaction = await (this.#writer.real
        ? this.#registrations.register({ name, prefixLength, content, registrars })
        : this.#estimate(name, prefixLength, content));
      return { status: "registered", id, ...(transaction !== null && { transaction }) };
    } catch (error) {
      return this.compare(id, await found(error, () => this.#read(id)), content);
    }
  }

  /** One by one: how many would go together is not known before, so that this is the most that it costs. */
  #estimate(name: RecordName, prefixLength: number, content: RecordContent): Promise<Hash | null> {
    const { deployment } = this.#ledger;
    const alike: RecordContent = { ...content, subject: { kind: "party", id: this.#party } };
    return this.#writer.write(
      registerIdentifier(deployment, name, prefixLength, content, this.#party),
      "register",
      { alike: registerIdentifier(deployment, name, prefixLength, alike, this.#party) },
    );
  }

  /**
   * What a record that is there already means for the import.
   * @param content What the file says; null where its twin is not registered, so that the record is about another one.
   */
  compare(id: RecordId, state: RecordState, content: RecordContent | null): RecordOutcome {
    const difference = this.#difference(state, content);
    if (difference === null) return { status: "unchanged", id };
    const conflict = new ImportError(
      "IMPORT_CONFLICT",
      `The identifier is registered already ${difference}.`,
      {
        hint: "See what it says: cadastre id show. Its owner can change that: cadastre id link.",
        details: { record: id, owner: state.owner, status: state.status },
      },
    );
    return { status: "conflict", id, problem: problemOf(conflict) };
  }

  #read(id: RecordId): Promise<RecordState | null> {
    return readRecord(this.#ledger.provider, this.#ledger.deployment, id);
  }

  #difference(state: RecordState, content: RecordContent | null): string | null {
    if (state.owner !== this.#party) return `for ${state.owner}`;
    if (state.status === "retired") return "and retired";
    if (content === null || state.digest !== digestOf(content)) {
      return "with another content: another twin, or other links";
    }
    return null;
  }
}

function digestOf({ subject, linkset }: RecordContent): Digest {
  const { kind, id } = subjectWords(subject);
  return contentDigest(kind, id, linkset);
}

/** Identifiers of an import: each bound to its twin once. */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { type RecordContent, registerIdentifier, subjectWords } from "../../ledger/actions/identifiers.js";
import { contentDigest, recordId } from "../../ledger/ids.js";
import { type RecordState, readRecord } from "../../ledger/reads/identifiers.js";
import type { Address, Digest, Hash, RecordId } from "../../store/model.js";
import { ImportError } from "../errors.js";
import { type ImportProblem, problemOf } from "../row.js";
import type { Authorities, ImportLedger } from "./authority.js";
import { found } from "./exists.js";
import type { Writer } from "./writer.js";

export type RecordOutcome =
  | { readonly status: "registered"; readonly id: RecordId; readonly transaction: Hash | null }
  | { readonly status: "unchanged"; readonly id: RecordId }
  | { readonly status: "conflict"; readonly id: RecordId; readonly problem: ImportProblem };

export class Records {
  readonly #ledger: ImportLedger;
  readonly #writer: Writer;
  readonly #authorities: Authorities;
  readonly #party: Address;

  constructor(ledger: ImportLedger, writer: Writer, authorities: Authorities, party: Address) {
    this.#ledger = ledger;
    this.#writer = writer;
    this.#authorities = authorities;
    this.#party = party;
  }

  /**
   * Sees to it that the identifier is registered for the party with that content.
   * @throws ImportError where the party may not; LedgerError
   */
  async ensure(identifier: LedgerIdentifier, content: RecordContent): Promise<RecordOutcome> {
    const { scheme, canonical } = identifier;
    const { namespace, prefixLength } = await this.#authorities.of(identifier);
    const id = recordId(namespace, canonical);
    const present = await this.#present(id, content);
    if (present !== null) return present;
    const name = { scheme, prefixLength, identifier: canonical };
    const { deployment } = this.#ledger;
    const alike: RecordContent = { ...content, subject: { kind: "party", id: this.#party } };
    try {
      const transaction = await this.#writer.write(
        registerIdentifier(deployment, name, content, this.#party),
        "register",
        registerIdentifier(deployment, name, alike, this.#party),
      );
      return { status: "registered", id, transaction };
    } catch (error) {
      return found(error, () => this.#present(id, content));
    }
  }

  async #present(id: RecordId, content: RecordContent): Promise<RecordOutcome | null> {
    const { provider, deployment } = this.#ledger;
    const state = await readRecord(provider, deployment, id);
    if (state === null) return null;
    const { kind, id: subject } = subjectWords(content.subject);
    const difference = this.#difference(state, contentDigest(kind, subject, content.linkset));
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

  #difference(state: RecordState, digest: Digest): string | null {
    if (state.owner !== this.#party) return `for ${state.owner}`;
    if (state.status === "retired") return "and retired";
    if (state.digest !== digest) return "with another content: another twin, or other links";
    return null;
  }
}

/** Twins of an import: each content once. */
import { mintTwin } from "../../ledger/actions/twins.js";
import { twinId } from "../../ledger/ids.js";
import { readTwin, readTwinByContent } from "../../ledger/reads/twins.js";
import type { Address, Digest, Hash, TwinId } from "../../store/model.js";
import { ImportError } from "../errors.js";
import { type ImportedTwin, type ImportProblem, problemOf } from "../row.js";
import type { ImportLedger } from "./authority.js";
import { found } from "./exists.js";
import type { Writer } from "./writer.js";

export type TwinOutcome =
  | { readonly status: "registered"; readonly id: TwinId; readonly transaction?: Hash }
  | { readonly status: "unchanged"; readonly id: TwinId }
  | { readonly status: "conflict"; readonly id: TwinId; readonly problem: ImportProblem };

export class Twins {
  readonly #ledger: ImportLedger;
  readonly #writer: Writer;
  readonly #party: Address;
  readonly #outcomes = new Map<Digest, Promise<TwinOutcome>>();

  constructor(ledger: ImportLedger, writer: Writer, party: Address) {
    this.#ledger = ledger;
    this.#writer = writer;
    this.#party = party;
  }

  /**
   * Sees to it that the content is registered as a twin of the party. A content that several rows have is unchanged for
   * all but the first.
   * @throws LedgerError
   */
  async ensure(twin: ImportedTwin): Promise<TwinOutcome> {
    const known = this.#outcomes.get(twin.digest);
    if (known !== undefined) {
      const outcome = await known;
      return outcome.status === "registered" ? { status: "unchanged", id: outcome.id } : outcome;
    }
    const outcome = this.#register(twin);
    this.#outcomes.set(twin.digest, outcome);
    return outcome;
  }

  /** Whether the content is registered, by whomever, or about to be by this run. */
  async exists(digest: Digest): Promise<boolean> {
    return this.#outcomes.has(digest) || (await this.#present(digest)) !== null;
  }

  async #register(twin: ImportedTwin): Promise<TwinOutcome> {
    const present = await this.#present(twin.digest);
    if (present !== null) return present;
    const { digest, mediaType, uri, kind, name } = twin;
    const content = { digest, mediaType, uri };
    const call = mintTwin(this.#ledger.deployment, {
      author: this.#party,
      owner: this.#party,
      kind,
      name,
      content,
    });
    try {
      const transaction = await this.#writer.write(call, "mint");
      return { status: "registered", id: twinId(digest), ...(transaction !== null && { transaction }) };
    } catch (error) {
      return found(error, () => this.#present(digest));
    }
  }

  async #present(digest: Digest): Promise<TwinOutcome | null> {
    const { provider, deployment } = this.#ledger;
    const id = await readTwinByContent(provider, deployment, digest);
    if (id === null) return null;
    const state = await readTwin(provider, deployment, id);
    if (state === null) return null;
    if (state.owner === this.#party) return { status: "unchanged", id };
    const conflict = new ImportError(
      "IMPORT_CONFLICT",
      `This content is registered as a twin of ${state.owner}.`,
      {
        hint: "One content is one twin: ask its owner to transfer it, or import as that party.",
        details: { twin: id, owner: state.owner },
      },
    );
    return { status: "conflict", id, problem: problemOf(conflict) };
  }
}

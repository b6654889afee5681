/** Twins of an import: each content once. */
import { commitContents, mintTwin } from "../../ledger/actions/twins.js";
import { commitTo, type Opening, whenCommitted } from "../../ledger/commitment.js";
import { twinId } from "../../ledger/ids.js";
import { Overflow } from "../../ledger/overflow.js";
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

/** So many announcements are remembered: rows of more are not under way at once. */
const announcementsKept = 4;

export class Twins {
  readonly #ledger: ImportLedger;
  readonly #writer: Writer;
  readonly #party: Address;
  /** Of those that are not known yet. */
  readonly #outcomes = new Map<Digest, Promise<TwinOutcome>>();
  readonly #known: Overflow;
  /** Ways to the openings of contents that are not asked for yet: by when they were announced, the last ones first. */
  #openings: readonly Map<Digest, () => Promise<Opening>>[] = [new Map()];

  /** @param known What became of contents. */
  constructor(ledger: ImportLedger, writer: Writer, party: Address, known = new Overflow(null)) {
    this.#known = known;
    this.#ledger = ledger;
    this.#writer = writer;
    this.#party = party;
  }

  /**
   * Names contents that are to come. They are committed to together, once the first of them turns out to be new: a file
   * that is imported again commits to nothing.
   */
  announce(digests: Iterable<Digest>): void {
    // Nobody asks any more for what was announced long before: else there would be as many as the file has rows.
    this.#openings = [new Map(), ...this.#openings.slice(0, announcementsKept - 1)];
    this.#commitTo(digests);
  }

  /**
   * Sees to it that the content is registered as a twin of the party. A content that several rows have is unchanged for
   * all but the first.
   * @throws LedgerError
   */
  async ensure(twin: ImportedTwin): Promise<TwinOutcome> {
    const { digest } = twin;
    const known = this.#knownOf(digest) ?? this.#outcomes.get(digest);
    if (known !== undefined) {
      const outcome = await known;
      return outcome.status === "registered" ? { status: "unchanged", id: outcome.id } : outcome;
    }
    const outcome = this.#register(twin);
    this.#outcomes.set(digest, outcome);
    try {
      this.#known.set(digest, JSON.stringify(await outcome));
    } finally {
      this.#outcomes.delete(digest);
    }
    return outcome;
  }

  /** Whether the content is registered, by whomever, or about to be by this run. */
  async exists(digest: Digest): Promise<boolean> {
    return this.#isAttended(digest) || (await this.lookUp(digest)) !== null;
  }

  #isAttended(digest: Digest): boolean {
    return this.#outcomes.has(digest) || this.#knownOf(digest) !== undefined;
  }

  #knownOf(digest: Digest): TwinOutcome | undefined {
    const text = this.#known.get(digest);
    return text === undefined ? undefined : JSON.parse(text);
  }

  #commitTo(digests: Iterable<Digest>): void {
    const fresh = [...digests].filter((digest) => !this.#isAttended(digest) && !this.#isAnnounced(digest));
    if (fresh.length === 0) return;
    const commitment = commitTo(this.#ledger.deployment, this.#party, fresh);
    let written: Promise<unknown> | undefined;
    const commit = (): Promise<unknown> =>
      this.#writer.write(commitContents(this.#ledger.deployment, this.#party, commitment.root), "commit");
    for (const digest of fresh) {
      this.#openings[0]?.set(digest, async () => {
        written ??= commit();
        await written;
        return commitment.opening(digest);
      });
    }
  }

  #isAnnounced(digest: Digest): boolean {
    return this.#openings.some((announced) => announced.has(digest));
  }

  /** What is there of the content: null for nothing. */
  async lookUp(digest: Digest): Promise<Exclude<TwinOutcome, { readonly status: "registered" }> | null> {
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

  async #register(twin: ImportedTwin): Promise<TwinOutcome> {
    const present = await this.lookUp(twin.digest);
    if (present !== null) return present;
    const { digest, mediaType, uri, kind, name } = twin;
    const content = { digest, mediaType, uri };
    const call = mintTwin(this.#ledger.deployment, {
      author: this.#party,
      owner: this.#party,
      kind,
      name,
      content,
      opening: await this.#opening(digest),
    });
    try {
      const transaction = await whenCommitted(() => this.#writer.write(call, "mint"));
      return { status: "registered", id: twinId(digest), ...(transaction !== null && { transaction }) };
    } catch (error) {
      return found(error, () => this.lookUp(digest));
    }
  }

  async #opening(digest: Digest): Promise<Opening> {
    if (!this.#isAnnounced(digest)) this.#commitTo([digest]);
    const announced = this.#openings.find((one) => one.has(digest));
    const open = announced?.get(digest);
    if (open === undefined) throw new TypeError("A content is announced before it is opened.");
    announced?.delete(digest);
    return open();
  }
}

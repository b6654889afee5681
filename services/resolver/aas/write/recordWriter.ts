/** Records of the party for which the resolver writes, brought to what they shall say; whatever says it already is left as it is. */
import type { LedgerIdentifier } from "../../../identifiers/identifier.js";
import type { ImportedTwin } from "../../../importers/row.js";
import { Authorities } from "../../../importers/run/authority.js";
import { type Place, Records } from "../../../importers/run/records.js";
import { Twins } from "../../../importers/run/twins.js";
import type { Writer } from "../../../importers/run/writer.js";
import type { Call } from "../../../ledger/actions/call.js";
import {
  type RecordContent,
  registerIdentifier,
  resumeRecord,
  suspendRecord,
  updateContent,
} from "../../../ledger/actions/identifiers.js";
import { recordId, schemeId, twinId } from "../../../ledger/ids.js";
import { encodeLinkset } from "../../../ledger/linkset.js";
import { committingTo } from "../../../ledger/protectedLinks.js";
import type { RecordEntity } from "../../../store/model.js";
import type { EntityView } from "../../../store/view.js";
import type { Vault } from "../../../vault/vault.js";
import type { LedgerWriter } from "../../writing/ledgerWriter.js";
import { planEntrusting } from "./entrusting.js";
import {
  conflict,
  digestOf,
  type PlannedRecord,
  type PlannedTwin,
  saysIt,
  type WantedRecord,
} from "./plannedRecord.js";

/** Writes of one request. */
export class RecordWriter {
  readonly #writer: LedgerWriter;
  readonly #vault: Vault;
  readonly #ids: readonly string[];
  readonly #records: Records;
  readonly #twins: Twins;
  /** The last block that something was written in; 0 while nothing was. */
  block = 0;

  /** @param ids Shells and submodels that are written. */
  constructor(writer: LedgerWriter, vault: Vault, ids: readonly string[]) {
    const { ledger, sender, party } = writer;
    const noting: Writer = { real: true, gas: 0, write: (call) => this.#send(call) };
    this.#writer = writer;
    this.#vault = vault;
    this.#ids = ids;
    this.#records = new Records(
      ledger,
      noting,
      new Authorities(ledger, noting, sender.address, party),
      party,
    );
    this.#twins = new Twins(ledger, noting, party);
  }

  /** @throws ResolverError RESOLVER_CONFLICT where the content is another party's twin. */
  async planTwin(twin: ImportedTwin): Promise<PlannedTwin> {
    const present = await this.#twins.lookUp(twin.digest);
    if (present === null) return { id: twinId(twin.digest), mint: twin };
    if (present.status === "conflict") throw conflict(present.problem.message);
    return { id: present.id, mint: null };
  }

  /**
   * Looks whether all of the records can be written, before any of them is. A record keeps its protected links, but for the asset ids
   * that are given anew.
   * @param view Where the records are as the index has them.
   * @throws ResolverError RESOLVER_CONFLICT where a record is another party's, or retired; ImportError where the party may
   * not register one; LedgerError LEDGER_INVALID_VALUE for links that cannot be written down.
   */
  plan(view: EntityView, wanted: readonly WantedRecord[]): Promise<readonly PlannedRecord[]> {
    return Promise.all(
      wanted.map(async ({ identifier, subject, links, meant }) => {
        const id = recordId(schemeId(identifier.scheme), identifier.canonical);
        const place = await this.#place(identifier);
        const entrusting = await planEntrusting(this.#vault, this.#writer.party, id, view.record(id), meant);
        const linkset = committingTo(links, entrusting.commitments);
        return { identifier, place, content: { subject, linkset: encodeLinkset(linkset) }, entrusting };
      }),
    );
  }

  /** Twins that are to come: one transaction commits to the contents of all. */
  announce(twins: readonly ImportedTwin[]): void {
    this.#twins.announce(twins.map(({ digest }) => digest));
  }

  /** @throws ResolverError RESOLVER_CONFLICT where somebody else has registered the content meanwhile. */
  async mint(twin: ImportedTwin): Promise<void> {
    const outcome = await this.#twins.ensure(twin);
    if (outcome.status === "conflict") throw conflict(outcome.problem.message);
  }

  /**
   * Those that are new and are asked for in the same turn are registered together.
   * @throws ResolverError RESOLVER_CONFLICT where somebody else has registered it meanwhile; VaultError
   */
  async write(planned: PlannedRecord): Promise<void> {
    const { puts, removals } = planned.entrusting;
    await Promise.all(puts.map(({ name, entry }) => this.#vault.putLink(name, entry)));
    await this.#publish(planned);
    await Promise.all(removals.map((name) => this.#vault.removeLink(name)));
  }

  async #publish({ place, content }: PlannedRecord): Promise<void> {
    if (place.state === null) {
      const outcome = await this.#records.ensure(place, content);
      if (outcome.status === "conflict") throw conflict(outcome.problem.message);
      return;
    }
    const { status, digest } = place.state;
    const { deployment } = this.#writer.ledger;
    if (status === "suspended") await this.#send(resumeRecord(deployment, place.name, "registered again"));
    if (digest !== digestOf(content)) await this.#send(updateContent(deployment, place.name, content));
  }

  /**
   * Gas that the writing would take; the node refuses what the ledger would.
   * @throws LedgerError
   */
  async estimate({ place, content }: Pick<PlannedRecord, "place" | "content">): Promise<number> {
    const { ledger, party, sender } = this.#writer;
    // What it shall stand for may not be there yet; the party costs the same.
    const alike: RecordContent = { ...content, subject: { kind: "party", id: party } };
    const { name } = place;
    if (place.state === null) {
      return sender.estimate(registerIdentifier(ledger.deployment, name, place.prefixLength, alike, party));
    }
    const { status, digest } = place.state;
    if (status === "suspended")
      return sender.estimate(resumeRecord(ledger.deployment, name, "registered again"));
    return digest === digestOf(content) ? 0 : sender.estimate(updateContent(ledger.deployment, name, alike));
  }

  /** How the ledger has the record of an identifier that can be the party's. @throws as {@link plan} */
  async #place(identifier: LedgerIdentifier): Promise<Place> {
    const place = await this.#records.lookUp(identifier);
    if (place.state === null) return place;
    const { owner, status } = place.state;
    if (owner !== this.#writer.party) throw conflict(`${identifier.canonical} belongs to ${owner}.`);
    if (status === "retired") throw conflict(`${identifier.canonical} was retired for ever.`);
    return place;
  }

  /** Whether the party has the twin now. */
  async isMinted({ digest }: ImportedTwin): Promise<boolean> {
    return (await this.#twins.lookUp(digest))?.status === "unchanged";
  }

  /** Whether the ledger has the party's record now as it was planned. */
  async isWritten({ identifier, content }: Pick<PlannedRecord, "identifier" | "content">): Promise<boolean> {
    const place = await this.#records.lookUp(identifier);
    return place.state?.owner === this.#writer.party && saysIt({ place, content });
  }

  /** Whether the party had registered the identifier and took it down. */
  async isTakenDown(identifier: LedgerIdentifier): Promise<boolean> {
    const { state } = await this.#records.lookUp(identifier);
    return state?.status === "suspended" && state.owner === this.#writer.party;
  }

  /** Takes a record down that is not wanted any more: it is suspended, so that it can come back. */
  async takeDown(record: RecordEntity): Promise<void> {
    await this.#send(this.#suspension(record));
  }

  /** As {@link estimate}, of taking a record down. */
  estimateTakeDown(record: RecordEntity): Promise<number> {
    return this.#writer.sender.estimate(this.#suspension(record));
  }

  #suspension({ identifier }: RecordEntity): Call {
    const name = { scheme: "aas", identifier };
    return suspendRecord(this.#writer.ledger.deployment, name, "no longer registered");
  }

  async #send(call: Call) {
    const { hash, block } = await this.#writer.sender.send(call);
    this.block = Math.max(this.block, block);
    this.#writer.written.note(hash, this.#ids);
    return hash;
  }
}

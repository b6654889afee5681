/** Records of the party for which the resolver writes, brought to what they shall say; whatever says it already is left as it is. */
import type { LedgerIdentifier } from "../../../identifiers/identifier.js";
import { parseIdentifier } from "../../../identifiers/index.js";
import type { ImportedTwin } from "../../../importers/row.js";
import { Authorities } from "../../../importers/run/authority.js";
import { type Place, Records } from "../../../importers/run/records.js";
import { Twins } from "../../../importers/run/twins.js";
import type { Writer } from "../../../importers/run/writer.js";
import type { Call } from "../../../ledger/actions/call.js";
import {
  type RecordContent,
  resumeRecord,
  subjectWords,
  suspendRecord,
  updateContent,
} from "../../../ledger/actions/identifiers.js";
import { contentDigest } from "../../../ledger/ids.js";
import { encodeLinkset } from "../../../ledger/linkset.js";
import type { Linkset, RecordEntity, Subject, TwinId } from "../../../store/model.js";
import { ResolverError } from "../../errors.js";
import type { LedgerWriter } from "../../writing/ledgerWriter.js";

export interface WantedRecord {
  readonly identifier: LedgerIdentifier;
  readonly subject: Subject;
  readonly links: Linkset;
}

/** Writes of one request. */
export class RecordWriter {
  readonly #writer: LedgerWriter;
  readonly #records: Records;
  readonly #twins: Twins;
  /** The last block that something was written in; 0 while nothing was. */
  block = 0;

  constructor(writer: LedgerWriter) {
    const { ledger, sender, party } = writer;
    const noting: Writer = { real: true, gas: 0, write: (call) => this.#send(call) };
    this.#writer = writer;
    this.#records = new Records(
      ledger,
      noting,
      new Authorities(ledger, noting, sender.address, party),
      party,
    );
    this.#twins = new Twins(ledger, noting, party);
  }

  /** @throws ResolverError RESOLVER_CONFLICT where the content is another party's twin. */
  async twin(twin: ImportedTwin): Promise<TwinId> {
    this.#twins.announce([twin.digest]);
    const outcome = await this.#twins.ensure(twin);
    if (outcome.status === "conflict") throw conflict(outcome.problem.message);
    return outcome.id;
  }

  /**
   * Looks whether all of the identifiers can be written, before any of them is.
   * @throws ResolverError RESOLVER_CONFLICT where a record is another party's, or retired; ImportError where the party may
   * not register one.
   */
  async check(identifiers: readonly LedgerIdentifier[]): Promise<void> {
    await Promise.all(identifiers.map((identifier) => this.#place(identifier)));
  }

  /** @throws as {@link check} */
  async ensure({ identifier, subject, links }: WantedRecord): Promise<void> {
    const content: RecordContent = { subject, linkset: encodeLinkset(links) };
    const place = await this.#place(identifier);
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

  async #place(identifier: LedgerIdentifier): Promise<Place> {
    const place = await this.#records.lookUp(identifier);
    if (place.state === null) return place;
    const { owner, status } = place.state;
    if (owner !== this.#writer.party) throw conflict(`${identifier.canonical} belongs to ${owner}.`);
    if (status === "retired") throw conflict(`${identifier.canonical} was retired for ever.`);
    return place;
  }

  /** Takes records down that are not wanted any more: they are suspended, so that they can come back. */
  async takeDown(records: readonly RecordEntity[]): Promise<void> {
    const active = records.filter(({ status }) => status === "active");
    await Promise.all(
      active.map(({ identifier }) => {
        const name = { scheme: "aas", identifier };
        return this.#send(suspendRecord(this.#writer.ledger.deployment, name, "no longer registered"));
      }),
    );
  }

  async #send(call: Call) {
    const { hash, block } = await this.#writer.sender.send(call);
    this.block = Math.max(this.block, block);
    return hash;
  }
}

export function conflict(message: string): ResolverError {
  return new ResolverError("RESOLVER_CONFLICT", message);
}

/** The identifier of a record of the scheme `aas` that this resolver's views show. */
export function aasIdentifierOf({ identifier }: RecordEntity): LedgerIdentifier {
  const parsed = parseIdentifier(identifier, { scheme: "aas" });
  if (parsed.scheme !== "aas") throw new TypeError("The parser of asset ids gave another scheme.");
  return parsed;
}

function digestOf({ subject, linkset }: RecordContent) {
  const { kind, id } = subjectWords(subject);
  return contentDigest(kind, id, linkset);
}

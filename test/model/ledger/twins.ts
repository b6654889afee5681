/** Twin models (docs/contracts.md, "Twin models"). A content is known by a name here, and a twin by that of its first one. */
import type { Clock } from "./clock.js";
import type { Account, Parties } from "./parties.js";
import { type Outcome, Refusals } from "./refusals.js";
import { mintedTo, roles, type Token, Tokens } from "./tokens.js";

export type TwinKind = "type" | "instance";
export type TwinState = "draft" | "released" | "deprecated" | "withdrawn";

/** What is due to the author at a sale. */
export interface Royalty {
  readonly basisPoints: number;
  /** null for the key that controls the author; "registry" for what is paid nothing, ever. */
  readonly receiver: Account | "registry" | null;
}

export const noRoyalty: Royalty = { basisPoints: 0, receiver: null };
const highestRoyalty = 1_000;

export interface Twin extends Token {
  readonly kind: TwinKind;
  readonly author: Account;
  state: TwinState;
  royalty: Royalty;
  /** Contents of all versions. */
  readonly versions: string[];
}

/** A commitment of a party to one content; how it was made matters, as it is opened by the party alone. */
interface Commitment {
  readonly block: number;
  readonly time: number;
}

const week = 7 * 24 * 3600;

const nextStates: Readonly<Record<TwinState, readonly TwinState[]>> = {
  draft: ["released", "withdrawn"],
  released: ["deprecated", "withdrawn"],
  deprecated: ["released", "withdrawn"],
  withdrawn: [],
};

export class Twins extends Tokens<Twin> {
  readonly #commitments = new Map<string, Commitment>();

  constructor(
    parties: Parties,
    readonly clock: Clock,
  ) {
    super(parties);
  }

  isActive({ state }: Twin): boolean {
    return state !== "withdrawn";
  }

  mayMove(twin: Twin): boolean {
    return this.isActive(twin);
  }

  /** The twin that has this content as one of its versions. */
  byContent(content: string): string | undefined {
    return [...this.all].find(([, { versions }]) => versions.includes(content))?.[0];
  }

  commitmentOf(party: Account, content: string): Commitment | undefined {
    return this.#commitments.get(`${party} ${content}`);
  }

  commit(by: Account, party: Account, content: string): Outcome {
    const no = new Refusals();
    this.parties.mustAct(no, by, party);
    const { block, now } = this.clock;
    if (!no.any) this.#commitments.set(`${party} ${content}`, { block, time: now });
    return no.errors;
  }

  #mustBeOpen(no: Refusals, party: Account, content: string): void {
    const commitment = this.commitmentOf(party, content);
    no.when(commitment === undefined, "UnknownCommitment");
    if (commitment === undefined) return;
    no.when(commitment.block >= this.clock.block, "CommitmentTooYoung");
    no.when(this.clock.now >= commitment.time + week, "CommitmentExpired");
  }

  mint(
    by: Account,
    author: Account,
    owner: Account,
    kind: TwinKind,
    state: TwinState,
    content: string,
    royalty: Royalty,
  ): Outcome {
    const no = new Refusals();
    no.when(this.paused, "RegistryIsPaused");
    this.parties.mustAct(no, by, author);
    this.parties.mustReceive(no, owner);
    no.unless(state === "draft" || state === "released", "InvalidTwin");
    no.when(this.byContent(content) !== undefined, "ContentExists");
    this.#mustBeOpen(no, author, content);
    this.#mustBePayable(no, royalty, highestRoyalty);
    if (no.any) return no.errors;
    this.all.set(content, { ...mintedTo(owner), kind, author, state, royalty, versions: [content] });
    return no.errors;
  }

  #mustBePayable(no: Refusals, { basisPoints, receiver }: Royalty, limit: number): void {
    no.when(basisPoints > limit, "RoyaltyTooHigh");
    const nothing = basisPoints === 0 && receiver !== null;
    no.when(nothing || receiver === "registry", "InvalidRoyaltyReceiver");
  }

  /** The author's to lower, whoever owns the twin. */
  setRoyalty(by: Account, name: string, royalty: Royalty): Outcome {
    const no = new Refusals();
    const twin = this.all.get(name);
    if (twin === undefined) return ["UnknownTwin"];
    this.parties.mustAct(no, by, twin.author);
    no.when(twin.frozen, "ThingIsFrozen");
    this.#mustBePayable(no, royalty, twin.royalty.basisPoints);
    if (!no.any) twin.royalty = royalty;
    return no.errors;
  }

  publish(by: Account, name: string, content: string): Outcome {
    const no = new Refusals();
    no.when(this.paused, "RegistryIsPaused");
    const twin = this.all.get(name);
    if (twin === undefined) return ["UnknownTwin", ...no.errors];
    this.mustAct(no, twin, by, roles.publisher);
    no.when(twin.frozen, "ThingIsFrozen");
    no.unless(this.isActive(twin), "InvalidTwinState");
    no.when(this.byContent(content) !== undefined, "ContentExists");
    // The owner shows a commitment of the party that owns, a publisher one of its own address.
    this.#mustBeOpen(no, this.parties.actsFor(by, twin.holder) ? twin.holder : by, content);
    if (!no.any) twin.versions.push(content);
    return no.errors;
  }

  setState(by: Account, name: string, state: TwinState): Outcome {
    const no = new Refusals();
    const twin = this.all.get(name);
    if (twin === undefined) return ["UnknownTwin"];
    this.mustHold(no, twin, by);
    no.when(twin.frozen, "ThingIsFrozen");
    no.unless(nextStates[twin.state].includes(state), "InvalidTwinState");
    if (!no.any) twin.state = state;
    return no.errors;
  }
}

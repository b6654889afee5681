/** Which twin comes from which (docs/contracts.md, "Twin models"; ITwinLineage). */
import { OwnedTwins } from "./ownedTwins.js";
import type { Account } from "./parties.js";
import { type Outcome, Refusals } from "./refusals.js";
import type { Twin, Twins } from "./twins.js";
import type { TwinTerms } from "./twinTerms.js";

export interface Parent {
  readonly twin: string;
  /** Name of the licence terms that the child takes, null for none. */
  readonly licence: string | null;
}

const mostParents = 8;
const deepest = 32;

export class Lineage extends OwnedTwins {
  readonly #parents = new Map<string, readonly Parent[]>();
  readonly #closed = new Set<string>();

  constructor(
    twins: Twins,
    readonly terms: TwinTerms,
  ) {
    super(twins);
  }

  /** In the order in which they were named. */
  parentsOf(twin: string): readonly Parent[] {
    return this.#parents.get(twin) ?? [];
  }

  childrenOf(twin: string): readonly string[] {
    return [...this.#parents]
      .filter(([, parents]) => parents.some((each) => each.twin === twin))
      .map(([name]) => name);
  }

  depthOf(twin: string): number {
    return this.parentsOf(twin).reduce((depth, parent) => Math.max(depth, this.depthOf(parent.twin) + 1), 0);
  }

  isClosed(twin: string): boolean {
    return this.#closed.has(twin);
  }

  derive(by: Account, name: string, parents: readonly Parent[]): Outcome {
    const no = new Refusals();
    const twin = this.ownLiving(no, by, name);
    no.when(this.parentsOf(name).length > 0 || this.childrenOf(name).length > 0, "LineageFixed");
    no.when(parents.length === 0 || parents.length > mostParents, "InvalidParents");
    no.unless(new Set(parents.map((parent) => parent.twin)).size === parents.length, "InvalidParents");
    if (twin === undefined) return no.errors;
    for (const parent of parents) this.#mustBeParent(no, by, name, twin, parent);
    const types = parents.filter((parent) => this.#isTypeOf(twin, parent.twin));
    no.when(types.length > 1, "InvalidParents");
    if (no.any) return no.errors;
    this.#parents.set(name, parents);
    if (types.some((type) => this.isClosed(type.twin))) this.#closed.add(name);
    return no.errors;
  }

  /** An instance beneath a type is its instance: all else is derived. */
  #isTypeOf(twin: Twin, parent: string): boolean {
    return twin.kind === "instance" && this.twins.all.get(parent)?.kind === "type";
  }

  #mustBeParent(
    no: Refusals,
    by: Account,
    name: string,
    twin: Twin,
    { twin: parentName, licence }: Parent,
  ): void {
    const parent = this.twins.all.get(parentName);
    no.when(parent === undefined, "UnknownTwin");
    if (parent === undefined) return;
    // It would be its own parent: there is no circle.
    no.when(parentName === name, "InvalidParents", "LineageFixed");
    no.when(parent.state === "withdrawn", "ParentNotPermitted", "TwinNotLive");
    const permitted =
      parent.state === "released" && this.terms.isPermitted(parentName, "derive", twin.holder);
    no.unless(permitted || this.parties.actsFor(by, parent.holder), "ParentNotPermitted");
    no.when(this.isClosed(parentName) && !this.#isTypeOf(twin, parentName), "ClosedToDerivation");
    no.unless(this.terms.licenceOf(parentName) === licence, "LicenceChanged");
    no.when(this.depthOf(parentName) >= deepest, "LineageTooDeep");
  }

  closeToDerivation(by: Account, name: string): Outcome {
    const no = new Refusals();
    this.ownLiving(no, by, name);
    no.when(this.childrenOf(name).length > 0, "LineageFixed");
    no.when(this.isClosed(name), "LineageFixed");
    if (!no.any) this.#closed.add(name);
    return no.errors;
  }
}

/** Which twin is made of which (docs/contracts.md, "Twin models"; ITwinComposition). */
import { OwnedTwins } from "./ownedTwins.js";
import type { Account } from "./parties.js";
import { type Outcome, Refusals } from "./refusals.js";
import type { Twin, Twins } from "./twins.js";
import type { TwinTerms } from "./twinTerms.js";

export interface Component {
  readonly twin: string;
  readonly quantity: number;
}

const most = 64;

export class Composition extends OwnedTwins {
  /** Quantities by assembly and component. */
  readonly #bills = new Map<string, Map<string, number>>();

  constructor(
    twins: Twins,
    readonly terms: TwinTerms,
  ) {
    super(twins);
  }

  /** What an assembly lists. */
  billOf(whole: string): ReadonlyMap<string, number> {
    return this.#billOf(whole);
  }

  #billOf(whole: string): Map<string, number> {
    const bill = this.#bills.get(whole) ?? new Map();
    this.#bills.set(whole, bill);
    return bill;
  }

  assembliesOf(component: string): readonly string[] {
    return [...this.#bills].filter(([, bill]) => bill.has(component)).map(([whole]) => whole);
  }

  /** Whether a twin is the other or part of it, however many steps away. */
  #isWithin(part: string, whole: string): boolean {
    return part === whole || [...this.billOf(whole).keys()].some((each) => this.#isWithin(part, each));
  }

  compose(by: Account, name: string, components: readonly Component[]): Outcome {
    const no = new Refusals();
    const whole = this.ownLiving(no, by, name);
    no.when(components.length === 0 || components.length > most, "InvalidComponents");
    const names = components.map(({ twin }) => twin);
    const twice = names.find((each, place) => names.indexOf(each) !== place || this.billOf(name).has(each));
    no.when(twice !== undefined, "ComponentExists");
    if (whole === undefined) return no.errors;
    for (const component of components) this.#mustBeComponent(no, by, name, whole, component);
    if (no.any) return no.errors;
    for (const { twin, quantity } of components) this.#billOf(name).set(twin, quantity);
    return no.errors;
  }

  #mustBeComponent(
    no: Refusals,
    by: Account,
    name: string,
    whole: Twin,
    { twin, quantity }: Component,
  ): void {
    no.when(quantity === 0, "InvalidQuantity");
    const component = this.twins.all.get(twin);
    no.when(component === undefined, "UnknownTwin");
    if (component === undefined) return;
    no.unless(this.twins.isActive(component), "TwinNotLive");
    const permitted = this.terms.isPermitted(twin, "compose", whole.holder);
    no.unless(permitted || this.parties.actsFor(by, component.holder), "ComponentNotPermitted");
    no.when(whole.kind === "type" && component.kind === "instance", "InstanceInType");
    no.when(this.#isWithin(name, twin), "NotAbove");
  }

  decompose(by: Account, name: string, components: readonly string[]): Outcome {
    const no = new Refusals();
    this.own(no, by, name);
    no.when(components.length === 0 || components.length > most, "InvalidComponents");
    const left = new Map(this.billOf(name));
    for (const component of components) no.unless(left.delete(component), "UnknownComponent");
    if (!no.any) this.#bills.set(name, left);
    return no.errors;
  }

  /** Whoever owns the component by then may, whatever the states, unless one of the two is frozen. */
  refuse(by: Account, name: string, component: string): Outcome {
    const no = new Refusals();
    this.own(no, by, component);
    no.when(this.twins.all.get(name)?.frozen === true, "ThingIsFrozen");
    no.unless(this.billOf(name).has(component), "UnknownComponent", "UnknownTwin");
    if (!no.any) this.#billOf(name).delete(component);
    return no.errors;
  }
}

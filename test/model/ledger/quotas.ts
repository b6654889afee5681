/** Tradable units of metered use (docs/rights.md, "Quotas"; IUsageQuotas). */
import type { Asset, Assets } from "./assets.js";
import { type Clock, isOver } from "./clock.js";
import type { Account, Parties } from "./parties.js";
import { type Outcome, Refusals } from "./refusals.js";
import type { TermsBook } from "./terms.js";
import { roles } from "./tokens.js";

export interface QuotaKey {
  readonly asset: Asset;
  readonly survivesSale: boolean;
  readonly scope: string;
  /** What is counted, empty for nothing. */
  readonly unit: string;
  readonly until: number;
  readonly terms: string | null;
}

/** A quota for ever: its key with the holding under which it was opened, 0 where it survives a sale. */
export interface QuotaName extends QuotaKey {
  readonly epoch: number;
}

export interface Quota {
  readonly name: QuotaName;
  issued: number;
  consumed: number;
  readonly balances: Map<Account, number>;
}

/** Given under one control of the holder. */
interface Allowance {
  readonly controlEpoch: number;
  readonly amount: number;
}

export function textOfQuota({ asset, survivesSale, scope, unit, until, terms, epoch }: QuotaName): string {
  return JSON.stringify({ asset, survivesSale, scope, unit, until, terms, epoch });
}

export class Quotas {
  readonly all = new Map<string, Quota>();
  readonly #allowances = new Map<string, Allowance>();
  readonly #operators = new Map<string, number>();
  paused = false;

  constructor(
    readonly parties: Parties,
    readonly clock: Clock,
    readonly assets: Assets,
    readonly terms: TermsBook,
  ) {}

  pause(paused: boolean): void {
    this.paused = paused;
  }

  /** The quota of that key under the asset's present holding. */
  nameOf({ asset, survivesSale, scope, unit, until, terms }: QuotaKey): QuotaName {
    const epoch = survivesSale ? 0 : (this.assets.of(asset)?.epoch ?? 0);
    return { asset, survivesSale, scope, unit, until, terms, epoch };
  }

  balanceOf(quota: string, holder: Account): number {
    return this.all.get(quota)?.balances.get(holder) ?? 0;
  }

  allowanceOf(holder: Account, spender: Account, quota: string): number {
    const given = this.#allowances.get(`${holder} ${spender} ${quota}`);
    return given !== undefined && given.controlEpoch === this.#controlEpoch(holder) ? given.amount : 0;
  }

  isOperator(holder: Account, operator: Account): boolean {
    return this.#operators.get(`${holder} ${operator}`) === this.#controlEpoch(holder);
  }

  #controlEpoch(holder: Account): number {
    return this.parties.of(holder).controlEpoch;
  }

  issue(by: Account, key: QuotaKey, to: Account, amount: number): Outcome {
    const no = new Refusals();
    no.when(this.paused, "RegistryIsPaused");
    const token = this.assets.of(key.asset);
    no.unless(this.#isUsable(key.asset), "AssetNotUsable");
    no.when(token === undefined, "NotQuotaIssuer");
    no.when(token?.frozen === true, "ThingIsFrozen");
    if (token !== undefined && !this.assets.mayAct(key.asset, by, roles.steward)) {
      this.parties.mustAct(no, by, token.holder, "NotQuotaIssuer");
    }
    no.when(key.unit === "" || amount === 0, "InvalidQuota");
    const opened = this.all.has(textOfQuota(this.nameOf(key)));
    no.when(isOver(key.until, this.clock), opened ? "QuotaOver" : "InvalidQuota");
    no.when(this.terms.of(key.terms) === undefined, "UnknownTerms");
    this.parties.mustReceive(no, to);
    if (no.any) return no.errors;
    const name = this.nameOf(key);
    const quota = this.all.get(textOfQuota(name)) ?? { name, issued: 0, consumed: 0, balances: new Map() };
    this.all.set(textOfQuota(name), quota);
    quota.issued += amount;
    this.#add(quota, to, amount);
    return no.errors;
  }

  #isUsable(asset: Asset): boolean {
    const token = this.assets.of(asset);
    return token !== undefined && this.assets.isActive(asset) && this.parties.isLiving(token.holder);
  }

  #add(quota: Quota, holder: Account, amount: number): void {
    quota.balances.set(holder, (quota.balances.get(holder) ?? 0) + amount);
  }

  transfer(by: Account, holder: Account, to: Account, text: string, amount: number): Outcome {
    const no = new Refusals();
    no.when(this.paused, "RegistryIsPaused");
    this.parties.mustReceive(no, to);
    const quota = this.#counting(no, text);
    this.#mustSpend(no, by, holder, text, amount);
    if (no.any || quota === undefined) return no.errors;
    this.#spend(by, holder, quota, text, amount);
    this.#add(quota, to, amount);
    return no.errors;
  }

  consume(by: Account, holder: Account, text: string, amount: number, evidence: string | null): Outcome {
    const no = new Refusals();
    no.when(amount === 0 || evidence === null, "NothingConsumed");
    const quota = this.#counting(no, text);
    if (quota !== undefined) no.unless(this.#isUsable(quota.name.asset), "AssetNotUsable");
    this.#mustSpend(no, by, holder, text, amount);
    if (no.any || quota === undefined) return no.errors;
    this.#spend(by, holder, quota, text, amount);
    quota.consumed += amount;
    return no.errors;
  }

  /** A quota that is not over, by its end or by a sale. */
  #counting(no: Refusals, text: string): Quota | undefined {
    const quota = this.all.get(text);
    no.when(quota === undefined, "UnknownQuota");
    if (quota === undefined) return undefined;
    no.unless(this.counts(quota), "QuotaOver");
    return quota;
  }

  /** Whether its units can still be moved and used. */
  counts({ name: { epoch, asset, until } }: Quota): boolean {
    const sold = epoch !== 0 && epoch !== this.assets.of(asset)?.epoch;
    return !sold && !isOver(until, this.clock);
  }

  /** Who controls the holder, is its operator, or has the allowance; and there are that many units. */
  #mustSpend(no: Refusals, by: Account, holder: Account, text: string, amount: number): void {
    no.unless(this.parties.isLiving(holder), "NotAParty", "NotUnitHolder");
    no.when(this.parties.of(holder).frozen, "PartyIsFrozen");
    const mayAll = this.#mayAll(by, holder);
    // An allowance moves nothing but units.
    const allowed = amount > 0 && this.allowanceOf(holder, by, text) >= amount;
    no.unless(mayAll || allowed, "NotUnitHolder");
    no.unless(this.balanceOf(text, holder) >= amount, "InsufficientUnits");
  }

  #mayAll(by: Account, holder: Account): boolean {
    return this.parties.actsFor(by, holder) || this.isOperator(holder, by);
  }

  #spend(by: Account, holder: Account, quota: Quota, text: string, amount: number): void {
    if (!this.#mayAll(by, holder)) this.#allow(holder, by, text, this.allowanceOf(holder, by, text) - amount);
    this.#add(quota, holder, -amount);
  }

  #allow(holder: Account, spender: Account, text: string, amount: number): void {
    const controlEpoch = this.#controlEpoch(holder);
    this.#allowances.set(`${holder} ${spender} ${text}`, { controlEpoch, amount });
  }

  approve(by: Account, holder: Account, spender: Account, text: string, amount: number): Outcome {
    const no = new Refusals();
    this.parties.mustAct(no, by, holder);
    if (!no.any) this.#allow(holder, spender, text, amount);
    return no.errors;
  }

  setOperator(by: Account, holder: Account, operator: Account, approved: boolean): Outcome {
    const no = new Refusals();
    this.parties.mustAct(no, by, holder);
    if (no.any) return no.errors;
    if (approved) this.#operators.set(`${holder} ${operator}`, this.#controlEpoch(holder));
    else this.#operators.delete(`${holder} ${operator}`);
    return no.errors;
  }
}

/** Tokens that parties hold (docs/contracts.md, "Tokens that parties hold"): what all registries of them have in common. */
import type { Account, Parties } from "./parties.js";
import { type Outcome, Refusals } from "./refusals.js";

export type TokenKind = "namespace" | "record" | "sealed" | "batch" | "twin";

export const roles = { registrar: 1, delegator: 2, publisher: 4, steward: 8 } as const;
const allRoles = 15;

/** Authority that ends with the holding and the control under which it was given. */
interface Given {
  readonly epoch: number;
  readonly controlEpoch: number;
}

export interface Token {
  holder: Account;
  /** How often it changed hands, 1 after the mint. */
  epoch: number;
  frozen: boolean;
  approved: (Given & { readonly account: Account }) | null;
  roles: Map<Account, Given & { readonly set: number }>;
}

export const mintedTo = (holder: Account): Token => ({
  holder,
  epoch: 1,
  frozen: false,
  approved: null,
  roles: new Map(),
});

/** The tokens of one registry, by name. */
export abstract class Tokens<T extends Token> {
  readonly all = new Map<string, T>();
  readonly #operators = new Map<string, number>();
  paused = false;

  constructor(readonly parties: Parties) {}

  /** Whether the token's own status is active. */
  abstract isActive(token: T): boolean;
  /** Whether the token's state lets it move. */
  abstract mayMove(token: T): boolean;

  pause(paused: boolean): void {
    this.paused = paused;
  }

  /** Whether what was given to an account is still in force. */
  #holds(token: T, given: Given): boolean {
    return given.epoch === token.epoch && given.controlEpoch === this.parties.of(token.holder).controlEpoch;
  }

  #given(token: T): Given {
    return { epoch: token.epoch, controlEpoch: this.parties.of(token.holder).controlEpoch };
  }

  approvedOf(token: T): Account | null {
    return token.approved !== null && this.#holds(token, token.approved) ? token.approved.account : null;
  }

  isOperator(holder: Account, operator: Account): boolean {
    const given = this.#operators.get(`${holder} ${operator}`);
    return given !== undefined && given === this.parties.of(holder).controlEpoch;
  }

  rolesOf(token: T, account: Account): number {
    const given = token.roles.get(account);
    if (given === undefined || this.parties.of(token.holder).controller === null) return 0;
    return this.#holds(token, given) ? given.set : 0;
  }

  /** Whether the account controls the holder or has the role. */
  mayAct(token: T, account: Account, role: number): boolean {
    if (!this.parties.isUsable(token.holder)) return false;
    const has = role !== 0 && (this.rolesOf(token, account) & role) === role;
    return has || this.parties.actsFor(account, token.holder);
  }

  mustHold(no: Refusals, token: T, by: Account, error = "NotHolder"): void {
    this.parties.mustAct(no, by, token.holder, error);
  }

  /** Besides the key of the holder, one to whom it gave the role. */
  mustAct(no: Refusals, token: T, by: Account, role: number, error = "NotHolder"): void {
    if (!this.mayAct(token, by, role)) this.mustHold(no, token, by, error);
  }

  canTransfer(from: Account, to: Account, token: T | undefined): boolean {
    if (token === undefined || token.holder !== from || token.frozen || this.paused) return false;
    return this.mayMove(token) && this.parties.isUsable(from) && this.parties.isUsable(to);
  }

  transfer(by: Account, from: Account, to: Account, name: string): Outcome {
    const no = new Refusals();
    const token = this.all.get(name);
    no.when(this.paused, "RegistryIsPaused");
    this.parties.mustReceive(no, to);
    no.when(token === undefined, "ERC721NonexistentToken", "NotAParty");
    if (token === undefined) return no.errors;
    no.unless(token.holder === from, "ERC721IncorrectOwner");
    no.when(token.frozen, "ERC7943InsufficientUnfrozenBalance", "ThingIsFrozen");
    no.unless(this.mayMove(token), "NotTransferable");
    no.unless(this.parties.isLiving(token.holder), "NotAParty");
    no.when(this.parties.of(token.holder).frozen, "PartyIsFrozen");
    const allowed =
      this.parties.of(token.holder).controller === by ||
      this.isOperator(token.holder, by) ||
      this.approvedOf(token) === by;
    no.unless(allowed, "NotHolder");
    if (!no.any) this.handOver(token, to);
    return no.errors;
  }

  handOver(token: T, to: Account): void {
    token.holder = to;
    token.epoch += 1;
  }

  approve(by: Account, to: Account | null, name: string): Outcome {
    const no = new Refusals();
    const token = this.all.get(name);
    no.when(token === undefined, "ERC721NonexistentToken", "NotAParty");
    if (token === undefined) return no.errors;
    no.when(token.frozen, "ThingIsFrozen");
    if (!(this.parties.isUsable(token.holder) && this.isOperator(token.holder, by))) {
      this.mustHold(no, token, by);
    }
    if (!no.any) token.approved = to === null ? null : { account: to, ...this.#given(token) };
    return no.errors;
  }

  approveForAll(by: Account, holder: Account, operator: Account, approved: boolean): Outcome {
    const no = new Refusals();
    this.parties.mustAct(no, by, holder);
    if (no.any) return no.errors;
    if (approved) this.#operators.set(`${holder} ${operator}`, this.parties.of(holder).controlEpoch);
    else this.#operators.delete(`${holder} ${operator}`);
    return no.errors;
  }

  setRoles(by: Account, name: string, account: Account, set: number): Outcome {
    const no = new Refusals();
    const token = this.all.get(name);
    no.when(set > allRoles, "InvalidRoles");
    no.when(token === undefined, "ERC721NonexistentToken", "NotAParty");
    if (token === undefined) return no.errors;
    no.when(token.frozen, "ThingIsFrozen");
    this.mustHold(no, token, by);
    if (!no.any) token.roles.set(account, { set, ...this.#given(token) });
    return no.errors;
  }

  /** Whoever has none gives up nothing, and may, also of what does not exist; a freeze keeps nobody in office. */
  renounceRoles(by: Account, name: string): Outcome {
    const token = this.all.get(name);
    if (token !== undefined) token.roles.set(by, { set: 0, ...this.#given(token) });
    return [];
  }

  freeze(name: string, frozen: boolean): void {
    const token = this.all.get(name);
    if (token !== undefined) token.frozen = frozen;
  }
}

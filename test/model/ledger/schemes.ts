/** Schemes of identifiers besides the one that is played with (INamespaceRegistry): who was given which root. */
import type { Namespaces } from "./namespaces.js";
import type { Account } from "./parties.js";
import { type Outcome, Refusals } from "./refusals.js";

export interface Scheme {
  /** Number of its prefix rule. */
  readonly rule: number;
  readonly rootHolder: Account;
}

export class Schemes {
  readonly all = new Map<string, Scheme>();

  constructor(
    readonly namespaces: Namespaces,
    readonly administrator: Account,
  ) {}

  /** `SCHEME_ADMIN` may: here the administrator. */
  register(by: Account, name: string, rule: number, rootHolder: Account): Outcome {
    if (by !== this.administrator) return ["AccessManagedUnauthorized"];
    const no = new Refusals();
    no.when(this.namespaces.paused, "RegistryIsPaused");
    no.when(name === "" || rule === 0, "InvalidScheme");
    no.when(name === "gs1" || this.all.has(name), "SchemeExists");
    this.namespaces.parties.mustReceive(no, rootHolder);
    if (!no.any) this.all.set(name, { rule, rootHolder });
    return no.errors;
  }
}

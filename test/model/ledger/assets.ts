/** What rights are about: twins and records. */

import type { Account } from "./parties.js";
import type { Records } from "./records.js";
import type { Token } from "./tokens.js";
import type { Twins } from "./twins.js";

export interface Asset {
  readonly kind: "twin" | "record";
  readonly name: string;
}

export class Assets {
  constructor(
    readonly twins: Twins,
    readonly records: Records,
  ) {}

  of({ kind, name }: Asset): Token | undefined {
    return kind === "twin" ? this.twins.all.get(name) : this.records.all.get(name);
  }

  /** Whether its own status is active. */
  isActive({ kind, name }: Asset): boolean {
    const twin = kind === "twin" ? this.twins.all.get(name) : undefined;
    const record = kind === "record" ? this.records.all.get(name) : undefined;
    if (twin !== undefined) return this.twins.isActive(twin);
    return record !== undefined && this.records.isActive(record);
  }

  mayAct({ kind, name }: Asset, by: Account, role: number): boolean {
    const twin = kind === "twin" ? this.twins.all.get(name) : undefined;
    const record = kind === "record" ? this.records.all.get(name) : undefined;
    if (twin !== undefined) return this.twins.mayAct(twin, by, role);
    return record !== undefined && this.records.mayAct(record, by, role);
  }
}

/** What rights are about: twins and records, open ones and sealed ones. */

import type { Account } from "./parties.js";
import type { Records } from "./records.js";
import type { SealedRecords } from "./sealedRecords.js";
import type { Token, Tokens } from "./tokens.js";
import type { Twins } from "./twins.js";

export interface Asset {
  readonly kind: "twin" | "record" | "sealed";
  readonly name: string;
}

export class Assets {
  constructor(
    readonly twins: Twins,
    readonly records: Records,
    readonly sealedRecords: SealedRecords,
  ) {}

  #tokens(kind: Asset["kind"]): Tokens<Token> {
    switch (kind) {
      case "twin":
        return this.twins;
      case "record":
        return this.records;
      case "sealed":
        return this.sealedRecords;
    }
  }

  of({ kind, name }: Asset): Token | undefined {
    return this.#tokens(kind).all.get(name);
  }

  /** Whether its own status is active. */
  isActive(asset: Asset): boolean {
    const token = this.of(asset);
    return token !== undefined && this.#tokens(asset.kind).isActive(token);
  }

  mayAct(asset: Asset, by: Account, role: number): boolean {
    const token = this.of(asset);
    return token !== undefined && this.#tokens(asset.kind).mayAct(token, by, role);
  }
}

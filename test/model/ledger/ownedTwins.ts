/** What concerns the twins of one owner: who may do something about one, and what it is refused for. */
import type { Account, Parties } from "./parties.js";
import type { Refusals } from "./refusals.js";
import type { Twin, Twins } from "./twins.js";

export abstract class OwnedTwins {
  readonly parties: Parties;

  constructor(readonly twins: Twins) {
    this.parties = twins.parties;
  }

  /** A twin of the caller's that is not frozen. */
  protected own(no: Refusals, by: Account, name: string): Twin | undefined {
    const twin = this.twins.all.get(name);
    no.when(twin === undefined, "UnknownTwin");
    if (twin === undefined) return undefined;
    this.parties.mustAct(no, by, twin.holder, "NotTwinOwner");
    no.when(twin.frozen, "ThingIsFrozen");
    return twin;
  }

  /** The same of one that is not withdrawn. */
  protected ownLiving(no: Refusals, by: Account, name: string): Twin | undefined {
    const twin = this.own(no, by, name);
    no.when(twin !== undefined && !this.twins.isActive(twin), "TwinNotLive");
    return twin;
  }
}

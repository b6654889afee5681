/** Groups of parties (docs/rights.md, "Whom"), by owner and name. */
import type { Account, Parties } from "./parties.js";
import { type Outcome, Refusals } from "./refusals.js";

export interface Group {
  readonly owner: Account;
  epoch: number;
  readonly members: Set<Account>;
}

export const groupKey = (owner: Account, name: string): string => `${owner}/${name}`;

export class Groups {
  readonly all = new Map<string, Group>();

  constructor(readonly parties: Parties) {}

  create(by: Account, owner: Account, name: string): Outcome {
    const no = new Refusals();
    this.parties.mustAct(no, by, owner);
    no.when(this.all.has(groupKey(owner, name)), "GroupExists");
    if (!no.any) this.all.set(groupKey(owner, name), { owner, epoch: 1, members: new Set() });
    return no.errors;
  }

  add(by: Account, key: string, member: Account): Outcome {
    const no = new Refusals();
    const group = this.#owned(no, by, key);
    this.parties.mustReceive(no, member);
    no.when(group?.members.has(member) === true, "MemberAlready");
    if (!no.any) group?.members.add(member);
    return no.errors;
  }

  remove(by: Account, key: string, member: Account): Outcome {
    const no = new Refusals();
    const group = this.#owned(no, by, key);
    no.unless(group?.members.has(member) === true, "NotAMember");
    if (!no.any) group?.members.delete(member);
    return no.errors;
  }

  leave(by: Account, key: string, member: Account): Outcome {
    const no = new Refusals();
    const group = this.all.get(key);
    this.parties.mustAct(no, by, member);
    no.unless(group?.members.has(member) === true, "NotAMember", "UnknownGroup");
    if (!no.any) group?.members.delete(member);
    return no.errors;
  }

  clear(by: Account, key: string): Outcome {
    const no = new Refusals();
    const group = this.#owned(no, by, key);
    if (no.any || group === undefined) return no.errors;
    group.epoch += 1;
    group.members.clear();
    return no.errors;
  }

  #owned(no: Refusals, by: Account, key: string): Group | undefined {
    const group = this.all.get(key);
    no.when(group === undefined, "UnknownGroup");
    if (group !== undefined) this.parties.mustAct(no, by, group.owner, "NotGroupOwner");
    return group;
  }
}

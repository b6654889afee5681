/** Decisions of every block of a real chain, against what the ledger itself says at that block. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { relationKey } from "../../../../services/ledger/actions/relations.js";
import type { GrantKey } from "../../../../services/ledger/actions/rights.js";
import { ledgerContracts } from "../../../../services/ledger/contracts.js";
import { readIsAllowed } from "../../../../services/ledger/reads/rights.js";
import { decide } from "../../../../services/rights/decisions/decide.js";
import type { Decision, Question } from "../../../../services/rights/decisions/question.js";
import type { GrantAction } from "../../../../services/store/model.js";
import { anvilMissing } from "../../../fixtures/anvil.js";
import { type ServedLedger, servedLedger } from "../../conformance/server.fixture.js";
import { headOf } from "../../index/node.fixture.js";
import { type Name, type Right, salt, type Timeline, timeline, twin } from "./timeline.fixture.js";

/** Who asks for what, and the grants that could carry it. */
interface Case {
  readonly who: Name;
  readonly onBehalfOf?: Name;
  readonly scope: string;
  readonly action: GrantAction;
  readonly opened?: true;
  readonly by: readonly Right[];
}

const cases: Readonly<Record<string, Case>> = {
  "a grantee, second by second": {
    who: "partner",
    scope: "window",
    action: "read",
    by: ["window", "lasting"],
  },
  "a grantee, another action": { who: "partner", scope: "window", action: "use", by: ["window", "lasting"] },
  "a grantee whose right is revoked with notice": {
    who: "partner",
    scope: "noticed",
    action: "use",
    by: ["noticed", "lasting"],
  },
  "a grantee, frozen itself or its grant": {
    who: "partner",
    scope: "frozen",
    action: "read",
    by: ["frozen", "lasting"],
  },
  "a grantee that has to accept": {
    who: "partner",
    scope: "licence",
    action: "read",
    by: ["licence", "lasting"],
  },
  "a sub-licensee": { who: "supplier", scope: "licence", action: "read", by: ["sublicence"] },
  "a sub-licensee, beyond its licence": {
    who: "supplier",
    scope: "licence",
    action: "use",
    by: ["sublicence"],
  },
  "a member of a group": { who: "member", scope: "group", action: "read", by: ["group"] },
  "the holder of a blinded grant": {
    who: "secret",
    scope: "blinded",
    action: "read",
    opened: true,
    by: ["blinded"],
  },
  "another with the same opening": {
    who: "stranger",
    scope: "blinded",
    action: "read",
    opened: true,
    by: ["blinded"],
  },
  "the holder of a blinded grant that keeps its opening": {
    who: "secret",
    scope: "blinded",
    action: "read",
    by: [],
  },
  "a grantee of all data, over a sale": {
    who: "partner",
    scope: "anything",
    action: "modify",
    by: ["lasting"],
  },
  "a grantee's machine": {
    who: "machine",
    onBehalfOf: "partner",
    scope: "licence",
    action: "read",
    by: ["licence", "lasting"],
  },
  "a machine for a party that is not its own": {
    who: "machine",
    onBehalfOf: "supplier",
    scope: "licence",
    action: "read",
    by: ["sublicence"],
  },
  "another partner": {
    who: "stranger",
    scope: "licence",
    action: "read",
    by: ["licence", "group", "lasting"],
  },
};

describe.skipIf(anvilMissing)("a decision of any block", () => {
  let told: Timeline;
  let served: ServedLedger;
  let blocks: readonly { readonly number: number; readonly time: number }[];

  beforeAll(async () => {
    served = await servedLedger();
    const { ledger } = served;
    const { rpcUrl } = ledger.anvil;
    const first = await headOf(rpcUrl);
    told = await timeline(ledger);
    await served.caughtUp();
    const head = await headOf(rpcUrl);
    blocks = await Promise.all(
      Array.from({ length: head - first + 1 }, async (_, place) => {
        const block = await ledger.provider.getBlock(first + place);
        return { number: first + place, time: block?.timestamp ?? 0 };
      }),
    );
  }, 120_000);
  afterAll(() => served?.stop());

  const decisionsOf = (asked: Case): Promise<readonly Decision[]> =>
    served.store.readAsync(async (view) =>
      blocks.map(({ number, time }) =>
        decide(view.at(number), { block: number, at: time }, questionOf(asked)),
      ),
    );

  function questionOf({ who, onBehalfOf, scope, action, opened }: Case): Question {
    return {
      subject: told.who[who].address,
      onBehalfOf: onBehalfOf === undefined ? null : told.who[onBehalfOf].address,
      asset: twin,
      scope,
      action,
      openings: opened === true ? [salt] : [],
      grant: null,
      purpose: null,
      meter: null,
      policies: new Map(),
    };
  }

  /** What the ledger says of any of the grants at each block. */
  async function ledgersOf({
    who,
    onBehalfOf,
    scope,
    action,
    opened,
    by,
  }: Case): Promise<readonly boolean[]> {
    const { deployment, provider } = told.ledger;
    const party = told.who[onBehalfOf ?? who].address;
    const says = (key: GrantKey, block: number) =>
      readIsAllowed(provider, deployment, { ...key, scope }, party, opened ? salt : null, [action], block);
    return Promise.all(
      blocks.map(async ({ number }) => {
        const acts = onBehalfOf === undefined || (await isMember(who, onBehalfOf, number));
        const said = await Promise.all(by.map((right) => says(told.keys[right], number)));
        return acts && said.includes(true);
      }),
    );
  }

  async function isMember(who: Name, of: Name, block: number): Promise<boolean> {
    const { deployment, provider } = told.ledger;
    const sides = {
      kind: "membership",
      party: told.who[of].address,
      subject: told.who[who].address,
    } as const;
    const { relations } = ledgerContracts(deployment, provider);
    return (await relations.relationOf(relationKey(sides), { blockTag: block })).inForce;
  }

  it.each(Object.entries(cases))("for %s is the ledger's", async (name, asked) => {
    const decided = await decisionsOf(asked);
    const expected = await ledgersOf(asked);
    expect(decided.map(({ allowed }) => allowed)).toEqual(expected);
    const never =
      asked.by.length === 0 ||
      name.includes("another") ||
      name.includes("beyond") ||
      name.includes("not its own");
    expect([name, expected.includes(true)]).toEqual([name, !never]);
  });

  it("names for each block why", async () => {
    const reasons = async (name: string) => {
      const asked = cases[name];
      if (asked === undefined) throw new Error(`There is no case ${name}`);
      const all = (await decisionsOf(asked)).map(({ reason }) => reason);
      return all.filter((reason, place) => reason !== all[place - 1]);
    };
    expect(await reasons("a grantee, second by second")).toEqual([
      "subject-inactive",
      "no-right",
      "not-yet",
      "granted",
      "ended",
      "subject-frozen",
      "ended",
      "other-action",
    ]);
    expect(await reasons("a grantee whose right is revoked with notice")).toEqual([
      "subject-inactive",
      "no-right",
      "granted",
      "revoked",
      "granted",
      "subject-frozen",
      "granted",
      "other-action",
    ]);
    expect(await reasons("a sub-licensee")).toEqual([
      "subject-inactive",
      "no-right",
      "granted",
      "void-above",
      "no-right",
    ]);
    expect(await reasons("a grantee that has to accept")).toEqual([
      "subject-inactive",
      "no-right",
      "subject-frozen",
      "no-right",
      "pending",
      "granted",
      "revoked",
      "pending",
      "granted",
      "other-action",
    ]);
    expect(await reasons("a grantee of all data, over a sale")).toEqual([
      "subject-inactive",
      "no-right",
      "subject-frozen",
      "no-right",
      "granted",
      "asset-not-live",
    ]);
  });

  it("allows the owner of that block, and never a former one", async () => {
    const owner = async (who: Name) => {
      const decided = await decisionsOf({ who, scope: "", action: "derive", by: [] });
      return decided.filter(({ allowed }) => allowed);
    };
    const makers = await owner("maker");
    const buyers = await owner("buyer");
    expect(new Set([...makers, ...buyers].map(({ decidedBy }) => decidedBy))).toEqual(new Set(["ownership"]));
    const lastOfMaker = Math.max(...makers.map(({ moment }) => moment.block));
    expect(buyers.map(({ moment }) => moment.block)).toEqual([lastOfMaker + 1, lastOfMaker + 2]);
  });
});

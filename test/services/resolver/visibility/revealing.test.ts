/** No order of what can happen to rights shows a protected link to one who has none, and each who has one sees it. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toHash } from "../../../../services/ledger/hex.js";
import {
  type LinkOpening,
  linkCommitment,
  protectedRelation,
} from "../../../../services/ledger/protectedLinks.js";
import type { GrantId, RecordId } from "../../../../services/store/model.js";
import { startResolver, type TestResolver } from "../http.fixture.js";
import { LedgerFixture } from "../ledger.fixture.js";
import { type Asker, asked, asker } from "./callers.fixture.js";

const scope = "TimeSeries";
const secretHref = "https://inside.maker.example/series";
const opening: LinkOpening = {
  link: { rel: "describedby", target: { href: secretHref }, scope },
  salt: toHash(`0x${"5a".repeat(32)}`),
};
const ended = 1;

let ledger: LedgerFixture;
let resolver: TestResolver;
let parties: readonly Asker[];
let records = 0;

beforeAll(async () => {
  ledger = await LedgerFixture.open();
  const root = ledger.party("Root Office");
  parties = [1, 2, 3, 4].map((number) => asker(ledger, `Party ${number}`, number));
  ledger.schemes(root);
  ledger.namespace("gs1", "9506000", root);
  ledger.office(1, "Office");
  await ledger.mine();
  resolver = await startResolver(ledger.store);
});
afterAll(async () => {
  await resolver?.close();
  await ledger?.close();
});

/** What the rules say, told anew and simply. */
interface Model {
  readonly record: RecordId;
  owner: number;
  epoch: number;
  status: "active" | "suspended";
  /** Epoch under which the link was entrusted; null where it was not, or was taken back. */
  entrusted: number | null;
  committed: boolean;
  readonly frozen: Set<number>;
  readonly grants: Map<
    GrantId,
    { party: number; scope: string; epoch: number; over: boolean; frozen: boolean }
  >;
}

type Step = (model: Model) => void | Promise<void>;

const party = (index: number): Asker => {
  const found = parties[index];
  if (found === undefined) throw new Error(`there is no party ${index}`);
  return found;
};
const of = ({ record }: Model): string => `/v1/vault/links/${record}/${linkCommitment(record, opening)}`;
const content = ({ record, committed }: Model) =>
  committed ? { [protectedRelation]: [{ href: "", commitments: [linkCommitment(record, opening)] }] } : {};

const index = fc.integer({ min: 0, max: 3 });
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc
    .record({ to: index, data: fc.constantFrom(scope, "", "Other"), end: fc.constantFrom(0, 0, 0, ended) })
    .map(
      ({ to, data, end }): Step =>
        (model) => {
          const grantor = party(model.owner).party;
          const until = end;
          const from = 0;
          const grant = ledger.grant("record", model.record, {
            ...{ grantor, grantee: party(to).party, scope: data, epoch: model.epoch, from, until },
          });
          if (model.grants.has(grant)) return ledger.forget();
          model.grants.set(grant, {
            party: to,
            scope: data,
            epoch: model.epoch,
            over: end === ended,
            frozen: false,
          });
        },
    ),
  fc.nat(5).map(
    (nth): Step =>
      (model) => {
        const [grant] = [...model.grants.keys()].slice(nth, nth + 1);
        const known = grant === undefined ? undefined : model.grants.get(grant);
        if (grant === undefined || known === undefined || known.over) return;
        ledger.revoke(grant, model.record);
        known.over = true;
      },
  ),
  fc.nat(5).map(
    (nth): Step =>
      (model) => {
        const [grant] = [...model.grants.keys()].slice(nth, nth + 1);
        const known = grant === undefined ? undefined : model.grants.get(grant);
        if (grant === undefined || known === undefined) return;
        if (known.frozen) ledger.unfreeze(5, grant);
        else ledger.freeze(5, grant);
        known.frozen = !known.frozen;
      },
  ),
  index.map(
    (to): Step =>
      (model) => {
        if (to === model.owner) return;
        ledger.transfer("identifiers", model.record, party(model.owner).party, party(to).party);
        model.owner = to;
        model.epoch += 1;
      },
  ),
  index.map(
    (which): Step =>
      (model) => {
        if (model.frozen.delete(which)) ledger.unfreeze(1, party(which).party);
        else {
          ledger.freeze(1, party(which).party);
          model.frozen.add(which);
        }
      },
  ),
  fc.constant<Step>((model) => {
    model.status = model.status === "active" ? "suspended" : "active";
    ledger.recordStatus(model.record, model.status);
  }),
  fc.constant<Step>((model) => {
    model.committed = !model.committed;
    ledger.update(model.record, { owner: party(model.owner).party, links: content(model) });
  }),
  fc.constantFrom("PUT", "PUT", "DELETE" as const).map(
    (method): Step =>
      async (model) => {
        const body = method === "PUT" ? { body: opening } : {};
        const { status } = await asked(resolver, party(model.owner), of(model), { method, ...body });
        if (status < 300) model.entrusted = method === "PUT" ? model.epoch : null;
        else expect(model.frozen.has(model.owner) || !model.committed).toBe(true);
      },
  ),
);

function maySee(model: Model, who: number): boolean {
  const { owner, epoch, status, entrusted, committed, frozen, grants } = model;
  if (!committed || entrusted !== epoch || status !== "active" || frozen.has(who)) return false;
  if (who === owner) return true;
  return [...grants.values()].some(
    (grant) =>
      grant.party === who &&
      [scope, ""].includes(grant.scope) &&
      grant.epoch === epoch &&
      !grant.over &&
      !grant.frozen,
  );
}

describe("a protected link", () => {
  it("is shown to each who has a right and to nobody else, whatever happens", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 4, maxLength: 10 }), async (happening) => {
        records += 1;
        const text = `01/09506000134352/21/R${records}`;
        const record = ledger.register(text, { owner: party(0).party, prefix: "9506000" });
        const model: Model = {
          ...{ record, owner: 0, epoch: 1, status: "active", entrusted: null, committed: true },
          ...{ frozen: new Set(), grants: new Map() },
        };
        ledger.update(record, { owner: party(0).party, links: content(model) });
        await ledger.mine();
        await asked(resolver, party(0), of(model), { method: "PUT", body: opening });
        model.entrusted = 1;
        const path = `/v1/resolve?id=${encodeURIComponent(text)}&scheme=gs1`;
        for (const step of happening) {
          await step(model);
          await ledger.mine();
          const everybodys = await asked(resolver, null, path);
          expect(everybodys.text).not.toContain(secretHref);
          for (const [who, one] of parties.entries()) {
            const { text: answer, status } = await asked(resolver, one, path);
            expect([who, answer.includes(secretHref)]).toEqual([who, maySee(model, who)]);
            if (!maySee(model, who) && status === 200) expect(answer).toBe(everybodys.text);
          }
        }
        for (const which of model.frozen) ledger.unfreeze(1, party(which).party);
        await ledger.mine();
      }),
      { numRuns: 15 },
    );
  });
});

/**
 * No order of what can happen to rights shows a protected link to one who has none, and each who has one sees it; of each moment of
 * that history whoever had a right then and has one now.
 */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { referenceTo } from "../../../../services/ledger/externalSubject.js";
import { toHash } from "../../../../services/ledger/hex.js";
import {
  type LinkOpening,
  linkCommitment,
  protectedRelation,
} from "../../../../services/ledger/protectedLinks.js";
import type { Address, GrantId, RecordId } from "../../../../services/store/model.js";
import { descriptorRelation } from "../../../../services/store/shellTraits.js";
import { startResolver, type TestResolver } from "../http.fixture.js";
import { LedgerFixture } from "../ledger.fixture.js";
import { type Answered, type Asker, asked, asker } from "./callers.fixture.js";

const scope = "TimeSeries";
const secretHref = "https://inside.maker.example/series";
const opening: LinkOpening = {
  link: { rel: "describedby", target: { href: secretHref }, scope },
  salt: toHash(`0x${"5a".repeat(32)}`),
};
const legalId = "bpn:BPNL00000000MEAN";
/** Meant for one party alone, which a registrar has to vouch for. */
const meantValue = "order-4711";
const meant: LinkOpening = {
  link: {
    rel: descriptorRelation,
    target: Object.assign(
      { href: "" },
      {
        specificAssetIds: [
          { name: "order", value: meantValue, externalSubjectId: referenceTo("BPNL00000000MEAN") },
        ],
      },
    ),
    scope: "",
  },
  salt: toHash(`0x${"5b".repeat(32)}`),
};
const openings = [opening, meant];
const secrets = [secretHref, meantValue];
/** Whom it is meant for, by place among the parties. */
const named = 3;
/** The resolver's clock is past every block: what ends at any time told here has ended now. */
const now = Number.POSITIVE_INFINITY;

let ledger: LedgerFixture;
let resolver: TestResolver;
let registrar: Address;
let parties: readonly Asker[];
let records = 0;

beforeAll(async () => {
  ledger = await LedgerFixture.open();
  const root = ledger.party("Root Office");
  registrar = root;
  parties = [1, 2, 3].map((number) => asker(ledger, `Party ${number}`, number));
  parties = [...parties, asker(ledger, "Party 4", 4, legalId)];
  ledger.accredit(root, "bpn:");
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
  /** Epoch under which the links were entrusted; null where they were not, or were taken back. */
  entrusted: number | null;
  committed: boolean;
  /** A registrar vouches for the number of the party that a link is meant for. */
  attested: boolean;
  readonly frozen: Set<number>;
  readonly grants: Map<
    GrantId,
    { party: number; scope: string; epoch: number; until: number; revoked: boolean; frozen: boolean }
  >;
}

/** @param time Unix seconds of the block that it happens in. */
type Step = (model: Model, time: number) => void | Promise<void>;

const party = (index: number): Asker => {
  const found = parties[index];
  if (found === undefined) throw new Error(`there is no party ${index}`);
  return found;
};
const of = ({ record }: Model, one: LinkOpening): string =>
  `/v1/vault/links/${record}/${linkCommitment(record, one)}`;
const content = ({ record, committed }: Model) => {
  const commitments = openings.map((one) => linkCommitment(record, one));
  return committed ? { [protectedRelation]: [{ href: "", commitments }] } : {};
};

const index = fc.integer({ min: 0, max: 3 });
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc
    .record({ to: index, data: fc.constantFrom(scope, "", "Other"), lasts: fc.constantFrom(0, 0, 0, 1, 3) })
    .map(
      ({ to, data, lasts }): Step =>
        (model, time) => {
          const until = lasts === 0 ? 0 : time + lasts;
          const grant = ledger.grant("record", model.record, {
            ...{ grantor: party(model.owner).party, grantee: party(to).party, scope: data },
            ...{ epoch: model.epoch, from: 0, until },
          });
          if (model.grants.has(grant)) return ledger.forget();
          const { epoch } = model;
          model.grants.set(grant, { party: to, scope: data, epoch, until, revoked: false, frozen: false });
        },
    ),
  fc.nat(5).map(
    (nth): Step =>
      (model) => {
        const [grant] = [...model.grants.keys()].slice(nth, nth + 1);
        const known = grant === undefined ? undefined : model.grants.get(grant);
        if (grant === undefined || known === undefined || known.revoked) return;
        ledger.revoke(grant, model.record);
        known.revoked = true;
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
        const body = (one: LinkOpening) => (method === "PUT" ? { body: one } : {});
        for (const one of openings) {
          const { status } = await asked(resolver, party(model.owner), of(model, one), {
            method,
            ...body(one),
          });
          if (status < 300) model.entrusted = method === "PUT" ? model.epoch : null;
          else expect(model.frozen.has(model.owner) || !model.committed).toBe(true);
        }
      },
  ),
  fc.constant<Step>((model) => {
    attest(!model.attested);
    model.attested = !model.attested;
  }),
);

function attest(isValid: boolean): void {
  const { party: of } = party(named);
  if (isValid) ledger.attest(registrar, of, { legalId });
  else ledger.revokeAttestation(registrar, of, { legalId });
}

/** Whether the party may see the secret by what the ledger says of it at that time. */
function hasRight(model: Model, who: number, secret: string, at: number): boolean {
  const { owner, epoch, status, attested, frozen, grants } = model;
  if (frozen.has(who)) return false;
  if (who === owner) return true;
  if (status !== "active") return false;
  if (secret === meantValue) return who === named && attested;
  return [...grants.values()].some(
    (grant) =>
      grant.party === who &&
      [scope, ""].includes(grant.scope) &&
      grant.epoch === epoch &&
      (grant.until === 0 || at < grant.until) &&
      !grant.revoked &&
      !grant.frozen,
  );
}

interface Remembered {
  readonly block: number;
  /** Unix seconds. */
  readonly time: number;
  readonly then: Model;
  /** What everybody was answered. */
  readonly answer: unknown;
}

/** What the party is to be shown of a moment, or of the present where that is it. */
const shownTo = (who: number, present: Model, { then, time }: Pick<Remembered, "then" | "time">) =>
  secrets.filter(
    (secret) =>
      then.committed &&
      then.status === "active" &&
      present.entrusted === then.epoch &&
      present.epoch === then.epoch &&
      hasRight(then, who, secret, time) &&
      hasRight(present, who, secret, now),
  );
const shownIn = (text: string) => secrets.filter((secret) => text.includes(secret));

/** But for the block, for rights, which end by the clock, and for what is for one caller alone. */
function publicOf({ json }: Answered): unknown {
  const { asOf: _, protectedLinks: __, rights: ___, ...rest } = z.looseObject({}).parse(json);
  return rest;
}

describe("a protected link", () => {
  it("is shown to each who has a right and to nobody else, whatever happens, and so is its past", async () => {
    let past = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 4, maxLength: 10 }), async (happening) => {
        records += 1;
        const text = `01/09506000134352/21/R${records}`;
        const record = ledger.register(text, { owner: party(0).party, prefix: "9506000" });
        const model: Model = {
          ...{ record, owner: 0, epoch: 1, status: "active", entrusted: null, committed: true },
          ...{ attested: false, frozen: new Set(), grants: new Map() },
        };
        ledger.update(record, { owner: party(0).party, links: content(model) });
        await ledger.mine();
        for (const one of openings)
          await asked(resolver, party(0), of(model, one), { method: "PUT", body: one });
        model.entrusted = 1;
        const path = `/v1/resolve?id=${encodeURIComponent(text)}&scheme=gs1`;
        const history: Remembered[] = [];
        try {
          for (const step of happening) {
            await step(model, ledger.nextTime);
            const time = ledger.nextTime;
            await ledger.mine();
            const everybodys = await asked(resolver, null, path);
            expect(shownIn(everybodys.text)).toEqual([]);
            const then = structuredClone(model);
            history.push({
              block: Number(everybodys.at("asOf", "number")),
              time,
              then,
              answer: publicOf(everybodys),
            });
            for (const [who, one] of parties.entries()) {
              const { text: answer, status } = await asked(resolver, one, path);
              const shown = shownTo(who, model, { then, time: now });
              expect([who, shownIn(answer)]).toEqual([who, shown]);
              if (shown.length === 0 && status === 200) expect(answer).toBe(everybodys.text);
            }
          }
          for (const moment of history) {
            for (const [who, one] of [...parties.entries(), [-1, null] as const]) {
              if (model.frozen.has(who)) continue;
              const answered = await asked(resolver, one, `${path}&at=${moment.block}`);
              expect([who, moment.block, shownIn(answered.text)]).toEqual([
                who,
                moment.block,
                who === -1 ? [] : shownTo(who, model, moment),
              ]);
              expect(publicOf(answered)).toEqual(moment.answer);
              past += 1;
            }
          }
        } finally {
          ledger.forget();
          for (const which of model.frozen) ledger.unfreeze(1, party(which).party);
          if (model.attested) attest(false);
          await ledger.mine();
        }
      }),
      { numRuns: 8 },
    );
    console.info(`${past} answers of the past show what was to be seen then and is now.`);
  });
});

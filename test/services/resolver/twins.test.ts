/** `/v1/twins`: what the resolver says of twins, held against what the chain's own views say of them. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { z } from "zod";
import { grantRight } from "../../../services/ledger/actions/rights.js";
import {
  accreditOffice,
  freezeThing,
  setOfficeMember,
  unfreezeThing,
} from "../../../services/ledger/actions/supervision.js";
import { transferToken } from "../../../services/ledger/actions/tokens.js";
import {
  closeToDerivation,
  composeTwin,
  decomposeTwin,
  deriveTwin,
  refuseComponent,
} from "../../../services/ledger/actions/twinRelations.js";
import { mintTwin, publishTwin, setRoyalty, setTwinState } from "../../../services/ledger/actions/twins.js";
import { attachLicence, nameAuthors, permitUse } from "../../../services/ledger/actions/twinTerms.js";
import { type LedgerContracts, ledgerContracts } from "../../../services/ledger/contracts.js";
import { toDigest } from "../../../services/ledger/hex.js";
import { twinId } from "../../../services/ledger/ids.js";
import {
  type TwinDetailsView,
  type TwinListName,
  twinDetailsSchema,
  twinListSchemas,
} from "../../../services/resolver/v1/twinSchema.js";
import { rightsInForce } from "../../../services/rights/publicView.js";
import type { TwinId } from "../../../services/store/model.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { type Account, type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { reached, watchFollower } from "../index/follower.fixture.js";
import { headOf } from "../index/node.fixture.js";
import { temporaryStore } from "../store/temporary.fixture.js";
import { startResolver } from "./http.fixture.js";

const digestOf = (n: number) => toDigest(`0x${n.toString(16).padStart(64, "0")}`);
const contentOf = (n: number) => ({ digest: digestOf(n), mediaType: "application/json", uri: "" });
const terms = digestOf(900);
const [design, drive, motor, bearing, variant] = [1, 2, 3, 4, 5].map((n) => twinId(digestOf(n))) as [
  TwinId,
  TwinId,
  TwinId,
  TwinId,
  TwinId,
];

describe.skipIf(anvilMissing)("a twin over HTTP", () => {
  let ledger: DeployedLedger;
  let contracts: LedgerContracts;
  let maker: Account;
  let buyer: Account;

  beforeAll(async () => {
    ledger = await deployedLedger();
    const { deployment } = ledger;
    contracts = ledgerContracts(deployment, ledger.provider);
    maker = await ledger.party(1, "Maker");
    buyer = await ledger.party(2, "Buyer");
    const own = await ledger.commit(maker, ...[1, 2, 4, 5, 11].map(digestOf));
    const others = await ledger.commit(buyer, digestOf(3));
    const mint = (by: Account, n: number, kind: "type" | "instance", name: string, commitment = own) =>
      ledger.send(
        by,
        mintTwin(deployment, {
          author: by.address,
          owner: by.address,
          kind,
          name,
          content: contentOf(n),
          opening: commitment.opening(digestOf(n)),
        }),
      );
    await ledger.send(
      maker,
      mintTwin(deployment, {
        author: maker.address,
        owner: maker.address,
        kind: "type",
        state: "draft",
        name: "Drive, type",
        content: contentOf(1),
        royalty: { basisPoints: 500, receiver: buyer.address },
        opening: own.opening(digestOf(1)),
      }),
    );
    await mint(maker, 2, "instance", "Drive 4711");
    await mint(buyer, 3, "instance", "Motor 12", others);
    await mint(maker, 4, "instance", "Bearing");
    await mint(maker, 5, "type", "Drive, variant");
    for (const call of [
      publishTwin(deployment, design, contentOf(11), own.opening(digestOf(11))),
      setTwinState(deployment, design, "released", "tested"),
      setRoyalty(deployment, design, { basisPoints: 300, receiver: null }),
      nameAuthors(deployment, design, [
        { party: maker.address, share: 7_000 },
        { party: buyer.address, share: 3_000 },
      ]),
      attachLicence(deployment, design, terms, "https://example.com/terms"),
      permitUse(deployment, design, "derive", buyer.address, true),
      permitUse(deployment, design, "compose", null, true),
      permitUse(deployment, design, "compose", null, false),
      deriveTwin(deployment, drive, [{ twin: design, licence: terms }]),
      deriveTwin(deployment, variant, [{ twin: design, licence: terms }]),
      closeToDerivation(deployment, variant),
    ])
      await ledger.send(maker, call);
    await ledger.send(buyer, permitUse(deployment, motor, "compose", maker.address, true));
    for (const call of [
      composeTwin(deployment, drive, [
        { twin: motor, quantity: 1 },
        { twin: bearing, quantity: 4 },
      ]),
      attachLicence(deployment, design, null, ""),
    ])
      await ledger.send(maker, call);
  });
  afterAll(() => ledger?.stop());

  /** The answers of a resolver that follows the chain from scratch. */
  async function following() {
    const { deployment, anvil } = ledger;
    const store = await temporaryStore();
    const { until } = watchFollower({ rpcUrl: anvil.rpcUrl, deployment, store });
    const resolver = await startResolver(store);
    onTestFinished(() => resolver.close());
    const ask = async (path: string): Promise<unknown> => {
      await until(reached(await headOf(anvil.rpcUrl)));
      const response = await resolver.get(`/v1/twins/${path}`);
      expect(response.status).toBe(200);
      return response.json();
    };
    return {
      store,
      resolver,
      details: async (id: TwinId): Promise<TwinDetailsView> => twinDetailsSchema.parse(await ask(id)),
      list: async <Item>(id: TwinId, name: TwinListName, schema: z.ZodType<{ items: Item[] }>) =>
        schema.parse(await ask(`${id}/${name}`)).items,
    };
  }

  it("shows state, authors, royalty, licence and permissions as the chain has them", async () => {
    const { details, list } = await following();
    const shown = await details(design);
    expect(shown).toMatchObject({
      twin: {
        kind: "type",
        name: "Drive, type",
        state: "released",
        stateReason: "tested",
        version: { number: 2, digest: digestOf(11) },
        licence: { version: 2, digest: null, uri: null },
      },
      timesHandedOver: 0,
      royalty: { share: 300, receiver: null },
      lineage: { depth: 0, closedToDerivation: false, parents: [] },
      freezes: [],
    });
    expect(await list(design, "permissions", twinListSchemas.permissions)).toMatchObject([
      { use: "derive", party: { name: "Buyer" } },
    ]);
    const authors = await contracts.twinTerms.authorsOf(design);
    expect(shown.authors.map(({ party, share }) => [party.address, share])).toEqual(
      authors.map(({ party, share }) => [party.toLowerCase(), Number(share)]),
    );
    const [receiver, amount] = await contracts.twins.royaltyInfo(design, 10_001);
    expect([receiver.toLowerCase(), amount]).toEqual([maker.address, 301n]);
    expect(await list(design, "licences", twinListSchemas.licences)).toMatchObject([
      { version: 1, digest: terms, uri: "https://example.com/terms" },
      { version: 2, digest: null, uri: null },
    ]);
    expect((await list(design, "versions", twinListSchemas.versions)).map(({ digest }) => digest)).toEqual([
      digestOf(1),
      digestOf(11),
    ]);
  });

  it("shows what a twin comes from, under which licence, and what comes from it", async () => {
    const { details, list } = await following();
    const { lineage } = await details(drive);
    expect(lineage).toMatchObject({
      depth: 1,
      closedToDerivation: false,
      parents: [{ relation: "instance-of", licence: terms, twin: { id: design, name: "Drive, type" } }],
    });
    expect((await details(variant)).lineage).toMatchObject({
      closedToDerivation: true,
      parents: [{ relation: "derived-from" }],
    });
    const children = (await list(design, "children", twinListSchemas.children)).map(({ id }) => id);
    expect(children.toSorted()).toEqual([drive, variant].toSorted());
    expect((await contracts.twinLineage.lineOf(design)).children).toBe(2n);
    expect(await contracts.twinLineage.parentsOf(drive)).toEqual([design]);
  });

  it("shows the bill of material across owners, and from each part where it is built in", async () => {
    const { list } = await following();
    const quantities = (await list(drive, "components", twinListSchemas.components)).map(
      ({ quantity, twin }) => [twin.id, quantity] as const,
    );
    expect(new Map(quantities)).toEqual(
      new Map([
        [motor, 1],
        [bearing, 4],
      ]),
    );
    expect(await contracts.twinComposition.quantityOf(drive, bearing)).toBe(4n);
    expect(await list(motor, "assemblies", twinListSchemas.assemblies)).toMatchObject([
      { quantity: 1, twin: { id: drive } },
    ]);

    await ledger.send(buyer, refuseComponent(ledger.deployment, drive, motor, "sold elsewhere"));
    expect(await list(motor, "assemblies", twinListSchemas.assemblies)).toEqual([]);
    await ledger.send(maker, decomposeTwin(ledger.deployment, drive, [bearing]));
    expect(await list(drive, "components", twinListSchemas.components)).toEqual([]);
  });

  it("ends permissions with the holding", async () => {
    const { details, list } = await following();
    const token = { kind: "twin", id: motor } as const;
    expect(await list(motor, "permissions", twinListSchemas.permissions)).toHaveLength(1);
    await ledger.send(buyer, transferToken(ledger.deployment, token, buyer.address, maker.address));
    expect(await details(motor)).toMatchObject({ timesHandedOver: 1 });
    expect(await list(motor, "permissions", twinListSchemas.permissions)).toEqual([]);
  });

  it("ends rights on a twin that is withdrawn, as the ledger does", async () => {
    const { details, store } = await following();
    const key = {
      asset: { kind: "twin", id: bearing } as const,
      scope: "",
      grantee: buyer.address,
      termsDigest: null,
    };
    const grant = grantRight(ledger.deployment, key, { actions: ["read"], from: 0, until: 0, termsUri: "" });
    await ledger.send(maker, grant);
    const { twin } = await details(bearing);
    const inForce = (live: boolean) =>
      store.read(
        (view) =>
          rightsInForce(
            view,
            { kind: "twin", id: bearing, owner: maker.address, epoch: 1, live },
            twin.minted.time + 1e6,
          ).grants.length,
      );
    expect(inForce(true)).toBe(1);
    await ledger.send(maker, setTwinState(ledger.deployment, bearing, "withdrawn", "recalled"));
    expect((await details(bearing)).twin).toMatchObject({ state: "withdrawn", stateReason: "recalled" });
    expect((await contracts.twins.holdingOf(bearing)).live).toBe(false);
  });

  it("shows who froze the twin, or its owner, and goes on answering", async () => {
    const { details } = await following();
    const { deployment, root } = ledger;
    const order = { office: 7, order: digestOf(77) };
    const things = [
      { kind: "twin", id: design },
      { kind: "party", id: maker.address },
    ] as const;
    await ledger.send(root, accreditOffice(deployment, 7, { kind: "all" }, "Federal Office"));
    await ledger.send(root, setOfficeMember(deployment, 7, root.address, true));
    for (const thing of things)
      await ledger.send(root, freezeThing(deployment, thing, { ...order, reason: "dispute" }, ""));
    const frozen = await details(design);
    expect(frozen.twin.state).toBe("released");
    expect(frozen.freezes).toMatchObject(
      things.map((thing) => ({ thing, office: { name: "Federal Office" }, reason: "dispute" })),
    );
    expect(await contracts.supervision.freezesOf(deployment.contracts.twins, design)).toBe(1n);
    for (const thing of things)
      await ledger.send(root, unfreezeThing(deployment, thing, { ...order, reason: "settled" }));
    expect((await details(design)).freezes).toEqual([]);
  });

  it("gives a long list a page at a time", async () => {
    const { resolver, details } = await following();
    for (let n = 0; n < 101; n++)
      await ledger.send(maker, attachLicence(ledger.deployment, variant, digestOf(1000 + n), ""));
    expect((await details(variant)).twin.licence).toMatchObject({ version: 101, digest: digestOf(1100) });
    const page = async (query: string) =>
      twinListSchemas.licences.parse(
        await (await resolver.get(`/v1/twins/${variant}/licences${query}`)).json(),
      );
    const first = await page("");
    expect(first.items.map(({ version }) => version)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
    const last = await page(`?after=${first.next}`);
    expect(last.items.map(({ version }) => version)).toEqual([101]);
    expect(last.next).toBeNull();
  });

  it("refuses what is no twin", async () => {
    const { resolver, details } = await following();
    await details(design);
    expect((await resolver.get("/v1/twins/0x12")).status).toBe(400);
    expect((await resolver.get(`/v1/twins/${design}?x=1`)).status).toBe(400);
    expect((await resolver.get(`/v1/twins/${design}/children?after=zz`)).status).toBe(400);
    for (const path of ["", ...Object.keys(twinListSchemas).map((name) => `/${name}`)]) {
      const response = await resolver.get(`/v1/twins/${digestOf(7)}${path}`);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ code: "RESOLVER_UNKNOWN_TWIN" });
    }
  });
});

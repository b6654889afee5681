/** Namespaces lapse at their second in every answer, also where the chain is quiet. */
import { afterEach, beforeEach, expect, it, onTestFinished } from "vitest";
import type { Address } from "../../../services/store/model.js";
import { startResolver } from "./http.fixture.js";
import { genesisTime, LedgerFixture } from "./ledger.fixture.js";

let ledger: LedgerFixture;
let node: Address;
let maker: Address;
/** Later than any clock that this runs by, so that the block's time decides. */
const expiry = 4_000_000_000;
const own = "01/09506000134352";
const beneath = "01/09506001234563";

beforeEach(async () => {
  ledger = await LedgerFixture.open();
  ledger.schemes(ledger.party("Root"));
  node = ledger.party("Sector Node");
  maker = ledger.party("Maker");
});
afterEach(() => ledger.close());

async function asking() {
  const resolver = await startResolver(ledger.store);
  onTestFinished(() => resolver.close());
  return {
    ask: async (path: string) => (await resolver.get(path)).json(),
    redirects: async (id: string) => (await resolver.get(`/${id}`)).status,
  };
}

it("answers by the block's time: live until the second before the expiry, lapsed from it on", async () => {
  ledger.namespace("gs1", "950600", node, "", { expiry });
  ledger.namespace("gs1", "9506001", maker, "950600");
  const links = { "gs1:defaultLink": [{ href: "https://example.com/p" }] };
  ledger.register(own, { owner: node, prefix: "950600", scheme: "gs1", links });
  ledger.register(beneath, { owner: maker, prefix: "9506001", scheme: "gs1", links });
  const { ask, redirects } = await asking();
  for (const time of [expiry - 1, expiry, expiry + 1]) {
    await ledger.mine({ time });
    const live = time < expiry;
    const status = live ? "live" : "lapsed";
    for (const prefix of ["950600", "9506001"]) {
      expect(await ask(`/v1/namespaces/gs1/${prefix}`), `${prefix} at ${time}`).toMatchObject({
        namespace: { status },
        cause: live ? null : { prefix: "950600", expiry },
        asOf: { time },
      });
    }
    for (const id of [own, beneath]) {
      expect(await ask(`/v1/resolve?id=${id}`), `${id} at ${time}`).toMatchObject({
        record: { status: live ? "active" : "namespace-lapsed" },
        authority: { status },
        links: live ? [{ href: "https://example.com/p" }] : [],
        asOf: { time },
      });
      expect(await redirects(id)).toBe(live ? 307 : 404);
    }
    // What nobody has registered yet is the closest holder's above.
    expect(await ask("/v1/resolve?id=01/09506009999990")).toMatchObject({
      authority: { prefix: live ? "950600" : "", status: "live" },
    });
  }
});

it("does not keep a namespace alive because the chain is quiet", async () => {
  ledger.namespace("gs1", "950600", node, "", { expiry: genesisTime + 1_000 });
  await ledger.mine({ time: genesisTime + 1 });
  const { ask } = await asking();
  expect(await ask("/v1/namespaces/gs1/950600")).toMatchObject({
    namespace: { status: "lapsed" },
    asOf: { time: genesisTime + 1 },
  });
});

it("has a record of a former tenure out of force, until it is adopted, and its own in force", async () => {
  ledger.namespace("gs1", "950600", maker);
  ledger.register(own, { owner: maker, prefix: "950600", scheme: "gs1" });
  const namespace = ledger.namespace("gs1", "950600", node, "", { epoch: 2 });
  await ledger.mine({ time: expiry });
  const { ask } = await asking();
  expect(await ask(`/v1/resolve?id=${own}`)).toMatchObject({
    record: { status: "namespace-lapsed" },
    owner: { name: "Maker" },
    authority: { status: "live", holder: { name: "Sector Node" } },
  });
  ledger.adopt(namespace, 1);
  await ledger.mine({ time: expiry });
  expect(await ask(`/v1/resolve?id=${own}`)).toMatchObject({ record: { status: "active" } });
});

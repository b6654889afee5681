/** Answers in each protocol that are remembered: what they say is what the index says, and the clock. */
import { encodeBytes32String } from "ethers";
import { afterEach, beforeEach, expect, it } from "vitest";
import { toHex } from "../../../../services/ledger/hex.js";
import { resolutionSchema } from "../../../../services/resolver/v1/schema.js";
import type { Address, RecordId, TwinId } from "../../../../services/store/model.js";
import { startResolver, type TestResolver } from "../http.fixture.js";
import { LedgerFixture } from "../ledger.fixture.js";

const product = "01/09506000134352";
/** In namespaces that do not expire. */
const ending = "01/09520001123450";
const beginning = "01/09520001123467";
const attested = "01/09520002123459";
const legalId = "lei:213800KUD8LAJWSQ9D15";
const assetId = Buffer.from(JSON.stringify({ name: "gs1", value: `${product}/21/1` })).toString("base64url");
const links = (host: string) => ({ "gs1:defaultLink": [{ href: `https://${host}.example/p` }] });

let ledger: LedgerFixture;
let resolver: TestResolver;
let root: Address;
let maker: Address;
let twin: TwinId;
let record: RecordId;
let handle: RecordId;

beforeEach(async () => {
  ledger = await LedgerFixture.open();
  root = ledger.party("Root");
  maker = ledger.party("Maker", legalId);
  ledger.schemes(root);
});
afterEach(async () => {
  await resolver.close();
  await ledger.close();
});

/** @param until Unix seconds at which all that can end does; 0 for never. */
async function registered(until = 0): Promise<void> {
  ledger.namespace("gs1", "9506000", maker, "", { expiry: until });
  ledger.namespace("handle", "88.101", maker, "", { expiry: until });
  twin = ledger.twin("Pump", maker);
  ledger.register(product, { owner: maker, prefix: "9506000", links: links("first") });
  record = ledger.register(`${product}/21/1`, { owner: maker, prefix: "9506000", twin });
  handle = ledger.register("88.101/1", {
    scheme: "handle",
    owner: maker,
    prefix: "88.101",
    links: links("first"),
  });
  await ledger.mine();
  resolver = await startResolver(ledger.store);
}

const resolved = async (id: string) =>
  resolutionSchema.parse(await (await resolver.get(`/v1/resolve?id=${encodeURIComponent(id)}`)).json());
const resolution = () => `/v1/resolve?id=${encodeURIComponent(`${product}/21/1`)}`;
const paths = () => [
  `/${product}/21/1`,
  `/${product}/21/1?linkType=linkset`,
  resolution(),
  "/api/handles/88.101/1",
  "/88.101/1",
  `/1.0/identifiers/${encodeURIComponent(`did:web:${new URL(resolver.url).host.replace(":", "%3A")}:records:${record}`)}`,
  `/records/${record}/did.json`,
  `/lookup/shells?assetIds=${assetId}`,
];

async function answerAt(path: string): Promise<string> {
  const response = await resolver.get(path);
  return `${response.status} ${response.headers.get("location")} ${await response.text()}`;
}
const answers = async (): Promise<Record<string, string>> => {
  const entries: [string, string][] = [];
  for (const path of paths()) entries.push([path, await answerAt(path)]);
  return Object.fromEntries(entries);
};
/** Paths whose answers differ. */
const differing = (one: Record<string, string>, other: Record<string, string>): string[] =>
  Object.keys(one).filter((path) => one[path] !== other[path]);

it("change with the very next block, and back when that is taken back", async () => {
  await registered();
  const before = await answers();
  expect(await answers()).toEqual(before);
  ledger.update(record, { owner: maker, links: links("second") });
  ledger.update(handle, { owner: maker, links: links("second") });
  await ledger.mine({ finalized: 1 });
  const after = await answers();
  expect(differing(before, after)).toEqual(paths());
  expect(await answers()).toEqual(after);
  await ledger.goBackTo(1);
  const back = await answers();
  expect(differing(before, back)).toEqual([]);
});

it("tell of a freeze with its block", async () => {
  await registered();
  expect(await (await resolver.get(resolution())).json()).toMatchObject({ freezes: [] });
  ledger.office(1, "Office");
  ledger.freeze(3, record);
  await ledger.mine();
  expect(await (await resolver.get(resolution())).json()).toMatchObject({ freezes: [{}] });
});

it("ask who calls, also where everybody's answer is at hand", async () => {
  await registered();
  await answers();
  for (const path of paths()) {
    const refused = await resolver.get(path, { authorization: 'Signature "none"' });
    expect(refused.status, path).toBeGreaterThanOrEqual(400);
  }
});

it("end at their second, where no block comes: namespaces, rights, attestations, keys", async () => {
  const end = Math.floor(Date.now() / 1000) + 3;
  ledger.accredit(root, "lei:");
  ledger.attest(root, maker, { legalId }, end);
  ledger.happened({
    event: "DIDAttributeChanged",
    contract: "parties",
    identity: maker,
    name: toHex(encodeBytes32String("did/svc/Hub")),
    value: toHex("0x68656c6c6f"),
    validTo: BigInt(end),
    previousChange: 0n,
  });
  // Each end in an answer of its own: one would hide that another was not noted.
  const other = ledger.party("Other");
  ledger.namespace("gs1", "9520001", other);
  ledger.namespace("gs1", "9520002", maker);
  const inNamespace = { owner: other, prefix: "9520001" };
  const given = { grantor: other, grantee: root };
  ledger.grant("record", ledger.register(ending, inNamespace), { ...given, until: end });
  ledger.grant("record", ledger.register(beginning, inNamespace), { ...given, from: end });
  ledger.register(attested, { owner: maker, prefix: "9520002" });
  await registered(end);
  const partyPath = `/1.0/identifiers/did:ethr:0x7a69:${maker}`;
  const seen = async () => {
    return {
      redirect: (await resolver.get(`/${product}/21/1`)).status,
      handle: (await resolver.get("/88.101/1")).status,
      attested: (await resolved(attested)).owner.legalIdAttested,
      ending: (await resolved(ending)).rights.length,
      beginning: (await resolved(beginning)).rights.length,
      hub: (await (await resolver.get(partyPath)).text()).includes("service-"),
    };
  };
  const before = await seen();
  expect(before).toEqual({ redirect: 307, handle: 302, attested: true, ending: 1, beginning: 0, hub: true });
  while (Date.now() < end * 1000) {
    const now = await seen();
    // An answer that began before the end may come after it.
    if (Date.now() < end * 1000) expect(now).toEqual(before);
  }
  expect(await seen()).toEqual({
    redirect: 404,
    handle: 404,
    attested: false,
    ending: 0,
    beginning: 1,
    hub: false,
  });
});

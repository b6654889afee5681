import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Wallet } from "ethers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { toAddress } from "../../../../services/store/hex.js";
import { startResolver, type TestResolver } from "../http.fixture.js";
import { LedgerFixture } from "../ledger.fixture.js";
import { whoami } from "./asking.fixture.js";

const root = join(import.meta.dirname, "../../../..");
/** In the project, so that its modules are found from there. */
const folder = join(root, ".cadastre", `example-${process.pid}`);
/** A key of this test alone. */
const wallet = new Wallet(`0x${"6d".repeat(32)}`);

let ledger: LedgerFixture;
let resolver: TestResolver;

beforeAll(async () => {
  ledger = await LedgerFixture.open();
  resolver = await startResolver(ledger.store);
});
afterAll(async () => {
  await resolver.close();
  await ledger.close();
  await rm(folder, { recursive: true, force: true });
});

it("takes what the example of docs/api.md signs, without a line of the resolver's own", async () => {
  const party = ledger.party("Acme Pumps");
  ledger.controlTo(party, toAddress(wallet.address));
  await ledger.mine();
  const [, code = ""] =
    /```js\n(import .*?)```/s.exec(await readFile(join(root, "docs/api.md"), "utf8")) ?? [];
  const file = join(folder, "example.mjs");
  await mkdir(folder, { recursive: true });
  await writeFile(file, code);
  const { authorization } = await import(pathToFileURL(file).href);
  const request = { method: "GET", audience: resolver.url, target: "/v1/whoami" };
  const header: string = await authorization(request, { wallet, party, chainId: 31337 });
  expect((await whoami(resolver.url, header)).caller).toMatchObject({ party: { address: party } });
});

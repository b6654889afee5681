/** What sealing costs. The snapshot is the record; update it on purpose: `vitest run test/ledger/sealedGas.test.ts -u` */
import { describe, expect, it } from "vitest";
import { deployLedger, digestOf, gasOf, gs1, zeroWord } from "./fixture.js";

const prefix = "9506000";
const named = (text: string) => ({ scheme: gs1, prefix, seal: digestOf(text) });
const entries = (digest: string) =>
  Array.from({ length: 100 }, (_, place) => ({ seal: digestOf(`${digest} ${place}`), digest }));

describe("gas of sealed records", () => {
  it("stays what it was", async () => {
    const { namespaces, sealedRecords, root, maker } = await deployLedger();
    await namespaces.connect(root).delegate(gs1, 0, prefix, maker.address);
    const asMaker = sealedRecords.connect(maker);
    const digest = digestOf("content");
    const hundred = (content: string) =>
      gasOf(asMaker.registerMany(gs1, prefix, entries(content), maker.address, false));

    const gas = {
      "seal a namespace": await gasOf(namespaces.connect(maker).seal(gs1, prefix)),
      "register a sealed record, no content, first of its owner": await gasOf(
        asMaker.register(named("a"), zeroWord, maker.address),
      ),
      "register a sealed record, no content, next": await gasOf(
        asMaker.register(named("b"), zeroWord, maker.address),
      ),
      "register a sealed record with a content, next": await gasOf(
        asMaker.register(named("c"), digest, maker.address),
      ),
      "register 100 sealed records, no content, each of them": Math.round((await hundred(zeroWord)) / 100),
      "register 100 sealed records with a content, each of them": Math.round((await hundred(digest)) / 100),
      "update a sealed record's content": await gasOf(asMaker.updateContent(named("c"), digestOf("next"))),
      "suspend a sealed record": await gasOf(asMaker.suspend(named("c"), "")),
    };
    console.table(gas);
    expect(gas).toMatchSnapshot();
  });
});

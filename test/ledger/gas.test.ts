/**
 * What a transaction costs: whole-transaction gas through the proxies, beside OpenZeppelin's plain ERC-721 mint in the
 * same run. Gas is deterministic, so the figures are a snapshot: a change shows up in review.
 *
 * Update: `vitest run test/ledger/gas.test.ts -u`
 */
import { AbiCoder, concat, encodeBytes32String, keccak256, toUtf8Bytes } from "ethers";
import { describe, expect, it } from "vitest";
import { deployPlainToken } from "../../scripts/bench/gas/plainToken.js";
import { toAddress } from "../../services/ledger/hex.js";
import {
  commitContent,
  deployLedger,
  digestOf,
  gasOf,
  grantKey,
  gs1,
  type Ledger,
  noContent,
  opening,
  twinKind,
  twinModel,
  zeroWord,
} from "./fixture.js";

const linkset = toUtf8Bytes(
  '{"https://ref.gs1.org/voc/pip":[{"href":"https://example.com/p/4711","title":"Pump"}]}',
);

const prefixLength = "9506000".length;

const recordName = (serial: number) => ({
  scheme: gs1,
  identifier: `01/09506000134352/21/${serial}`,
});

const contentOf = (text: string) => ({ digest: digestOf(text), mediaType: "application/json", uri: "" });

const extent = { from: 0, until: 4_000_000_000, actions: 3, scopeName: "" };

const terms = (change: object = {}) => ({
  policy: digestOf("terms"),
  uri: "",
  actions: 31,
  sublicences: 0,
  notice: 0,
  exclusive: false,
  irrevocable: false,
  byAcceptance: false,
  ...change,
});

const certificateTypes = {
  DelegationCertificate: [
    { name: "scheme", type: "bytes32" },
    { name: "parentLength", type: "uint8" },
    { name: "prefix", type: "string" },
    { name: "holder", type: "address" },
    { name: "terms", type: "DelegationTerms" },
    { name: "parentEpoch", type: "uint32" },
    { name: "controlEpoch", type: "uint32" },
    { name: "epoch", type: "uint32" },
    { name: "deadline", type: "uint40" },
    { name: "salt", type: "bytes32" },
  ],
  DelegationTerms: [
    { name: "expiry", type: "uint32" },
    { name: "levels", type: "uint8" },
    { name: "mayIssue", type: "bool" },
  ],
};

/** As the contract itself tells it (ERC-5267). */
async function certificateDomain(namespaces: Ledger["namespaces"]) {
  const { name, version, chainId, verifyingContract } = await namespaces.eip712Domain();
  return { name, version, chainId, verifyingContract };
}
const many = (from: number, count: number, links: Uint8Array | "0x" = "0x") =>
  Array.from({ length: count }, (_, position) => ({
    identifier: `01/09506000134352/21/${String(from + position).padStart(6, "0")}`,
    content: { ...noContent, linkset: links },
  }));

const rangeOf = (first: number, last: number) => ({
  scheme: gs1,
  stem: "01/09506000134352/21/B",
  tail: "",
  width: 6,
  first,
  last,
});

const hashOfWords = (types: string[], values: unknown[]): string =>
  keccak256(AbiCoder.defaultAbiCoder().encode(types, values));

/** The root that a leaf has under a path. What the other leaves are makes no difference to the gas. */
const rootAbove = (leaf: string, path: readonly string[]): string =>
  path.reduce((below, beside) => keccak256(concat(below < beside ? [below, beside] : [beside, below])), leaf);

describe("gas of whole transactions", () => {
  it("stays what it was", async () => {
    const {
      parties,
      namespaces,
      identifiers,
      twins,
      groups,
      rights,
      quotas,
      supervision,
      evidence,
      manager,
      admin,
      root,
      maker,
      buyer,
      partner,
      stranger,
    } = await deployLedger();
    const plainCall = await deployPlainToken(admin);
    const plainMint = (tokenId: number) => {
      const { to, data } = plainCall(toAddress(maker.address), tokenId);
      return admin.sendTransaction({ to, data });
    };

    const asRoot = namespaces.connect(root);
    const asMaker = {
      identifiers: identifiers.connect(maker),
      twins: twins.connect(maker),
      rights: rights.connect(maker),
    };
    const mintTwin = async (text: string) => {
      await commitContent(twins, maker, digestOf(text));
      const model = twinModel(twinKind.type, "Pump", digestOf(text));
      return asMaker.twins.mint(maker.address, maker.address, model, opening);
    };
    const publishTwin = async (text: string) => {
      await commitContent(twins, maker, digestOf(text));
      return asMaker.twins.publish(twin, contentOf(text), opening);
    };
    const twin = await twins.twinId(digestOf("a"));

    const gas: Record<string, number> = {
      "plain ERC-721 mint, first of its owner": await gasOf(plainMint(1)),
      "plain ERC-721 mint, next": await gasOf(plainMint(2)),
      "register a party": await gasOf(
        parties.connect(stranger).register(stranger.address, {
          kind: 1,
          name: "Organisation",
          legalId: "lei:213800KUD8LAJWSQ9D15",
          profileDigest: zeroWord,
          profileUri: "",
        }),
      ),
      "delegate a prefix, first of its holder": await gasOf(
        asRoot.delegate(gs1, 0, "9506000", maker.address),
      ),
      "delegate a prefix, next": await gasOf(asRoot.delegate(gs1, 0, "9506001", maker.address)),
      "register an identifier, no links, first of its owner": await gasOf(
        asMaker.identifiers.register(recordName(1), prefixLength, noContent, maker.address),
      ),
      "register an identifier, no links, next": await gasOf(
        asMaker.identifiers.register(recordName(2), prefixLength, noContent, maker.address),
      ),
      "register an identifier, one link, next": await gasOf(
        asMaker.identifiers.register(recordName(3), prefixLength, { ...noContent, linkset }, maker.address),
      ),
      "update an identifier's links": await gasOf(
        asMaker.identifiers.updateContent(recordName(3), { ...noContent, linkset }),
      ),
      "delegate a prefix within another, first": await gasOf(
        namespaces.connect(maker).delegate(gs1, prefixLength, "950600099999", buyer.address),
      ),
      "register an identifier, no links, next, longer prefixes delegated": await gasOf(
        asMaker.identifiers.register(recordName(4), prefixLength, noContent, maker.address),
      ),
      "commit to contents, however many": await gasOf(commitContent(twins, maker, digestOf("first"))),
      "mint a twin, first of its owner": await gasOf(mintTwin("a")),
      "mint a twin, next": await gasOf(mintTwin("b")),
      "publish a twin's version": await gasOf(publishTwin("c")),
      "grant a right": await gasOf(asMaker.rights.grant(grantKey(twin, partner.address), extent)),
      "revoke a right": await gasOf(asMaker.rights.revoke(grantKey(twin, partner.address), "")),
      "transfer a twin, first of its receiver": await gasOf(
        asMaker.twins.transferFrom(maker.address, buyer.address, await twins.twinId(digestOf("b"))),
      ),
      "transfer a twin, next": await gasOf(asMaker.twins.transferFrom(maker.address, buyer.address, twin)),
    };

    const bothKinds = terms({ sublicences: 1, byAcceptance: true });
    const underTerms = grantKey(twin, partner.address, await rights.termsId(bothKinds));
    const child = grantKey(twin, buyer.address, zeroWord, await rights.grantId(underTerms));
    const offer = {
      key: grantKey(twin, root.address),
      extent,
      price: { amount: 120_000, decimals: 2, currency: "0x4555520000000000" },
      previous: zeroWord,
      expiry: 0,
      number: 1,
    };
    const unit = encodeBytes32String("call");
    const quotaKey = {
      assetKind: 1,
      asset: twin,
      survivesSale: false,
      scope: zeroWord,
      unit,
      until: 0,
      terms: zeroWord,
    };
    const quota = () => quotas.quotaId(quotaKey);
    const asBuyer = {
      rights: rights.connect(buyer),
      quotas: quotas.connect(buyer),
      groups: groups.connect(buyer),
    };
    const group = await groups.groupId(buyer.address, "Partners");
    const assetEpoch = (await twins.holdingOf(twin)).epoch;
    Object.assign(gas, {
      "register terms": await gasOf(rights.registerTerms(bothKinds)),
      "grant a right under terms": await gasOf(asBuyer.rights.grant(underTerms, extent)),
      "accept a right": await gasOf(rights.connect(partner).accept(underTerms, assetEpoch, 1)),
      "sub-license a right": await gasOf(rights.connect(partner).sublicense(child, extent, underTerms)),
      "make an offer": await gasOf(asBuyer.rights.propose(offer, assetEpoch)),
      "accept an offer": await gasOf(rights.connect(root).conclude(offer, assetEpoch, zeroWord)),
      "make a group": await gasOf(asBuyer.groups.create(buyer.address, "Partners")),
      "add a party to a group": await gasOf(asBuyer.groups.add(group, [partner.address])),
      "issue units, first of a quota": await gasOf(asBuyer.quotas.issue(quotaKey, "", partner.address, 100)),
      "issue units, next": await gasOf(asBuyer.quotas.issue(quotaKey, "", partner.address, 100)),
      "move units": await gasOf(quotas.connect(partner).transfer(root.address, await quota(), 50)),
      "consume units": await gasOf(
        quotas.connect(root).consume(root.address, await quota(), 5, digestOf("log")),
      ),
    });

    const office = 1;
    await supervision.accreditOffice(office, { kind: 1, value: zeroWord }, "Office");
    await manager.grantRole((1n << 32n) + BigInt(office), admin.address, 0);
    const frozen = await twins.getAddress();
    const asAuthor = evidence.connect(maker);
    Object.assign(gas, {
      "freeze a twin": await gasOf(supervision.freeze(office, frozen, twin, 1, digestOf("order"), "")),
      "lift a twin's freeze": await gasOf(supervision.unfreeze(office, frozen, twin, 1, digestOf("order"))),
      "anchor a digest": await gasOf(asAuthor.anchor(maker.address, digestOf("log"))),
      "anchor 100 digests, each": Math.round(
        (await gasOf(
          asAuthor.anchorMany(
            maker.address,
            Array.from({ length: 100 }, (_, n) => digestOf(`document ${n}`)),
          ),
        )) / 100,
      ),
      "anchor a bundle": await gasOf(
        asAuthor.anchorBundle(maker.address, {
          root: digestOf("bundle"),
          count: 3,
          uri: "https://example.com/bundle.json",
          supersedes: zeroWord,
        }),
      ),
    });

    const name = [gs1, 0, "9506002", maker.address] as const;
    const noLimits = { expiry: 0, levels: 255, mayIssue: true };
    const expiry = 4_000_000_000;
    const certificate = {
      scheme: gs1,
      parentLength: 0,
      prefix: "9506003",
      holder: maker.address,
      terms: noLimits,
      parentEpoch: 1,
      controlEpoch: 0,
      epoch: 0,
      deadline: expiry,
      salt: zeroWord,
    };
    const signature = await root.signTypedData(
      await certificateDomain(namespaces),
      certificateTypes,
      certificate,
    );
    Object.assign(gas, {
      "delegate a prefix on terms, next": await gasOf(
        asRoot.delegateOnTerms(...name, { ...noLimits, expiry }),
      ),
      "delegate a prefix by certificate, next": await gasOf(
        namespaces.connect(stranger).delegateByCertificate(certificate, signature),
      ),
      "suspend a namespace": await gasOf(asRoot.suspend(gs1, "9506002", 0, "unpaid")),
      "reinstate a namespace": await gasOf(asRoot.reinstate(gs1, "9506002", 0, "paid")),
      "renew a namespace": await gasOf(asRoot.renew(gs1, "9506002", expiry + 1)),
      "emancipate a namespace": await gasOf(asRoot.emancipate(gs1, "9506002")),
      "surrender a namespace": await gasOf(namespaces.connect(maker).surrender(gs1, "9506002")),
      "delegate a lapsed prefix anew": await gasOf(asRoot.delegate(gs1, 0, "9506002", buyer.address)),
      "adopt what was issued before": await gasOf(namespaces.connect(buyer).adopt(gs1, "9506002", 1)),
    });

    console.table(gas);
    expect(gas).toMatchSnapshot();
  });

  it("stays what it was for many at once", async () => {
    const { ethers, namespaces, identifiers, batches, root, maker } = await deployLedger();
    await namespaces.connect(root).delegate(gs1, 0, "9506000", maker.address);
    const asMaker = identifiers.connect(maker);
    const gas: Record<string, number> = {};
    const asBatchMaker = batches.connect(maker);
    await asMaker.register(recordName(1), prefixLength, noContent, maker.address);
    const registerMany = (entries: ReturnType<typeof many>) =>
      gasOf(asMaker.registerMany(gs1, prefixLength, entries, maker.address, false));
    const issueRule = (first: number, last: number) =>
      gasOf(asBatchMaker.issueRule(prefixLength, rangeOf(first, last), maker.address));
    Object.assign(gas, {
      "register 100 identifiers, no links, each of them": Math.round(
        (await registerMany(many(1, 100))) / 100,
      ),
      "register 100 identifiers, one link, each of them": Math.round(
        (await registerMany(many(1_000, 100, linkset))) / 100,
      ),
      "issue a rule batch, first of its owner and stem": await issueRule(1, 999),
      "issue a rule batch, next": await issueRule(1_000, 999_999),
    });

    const [manifest, members, index] = [digestOf("manifest"), 131_072, 77];
    const member = { scheme: gs1, identifier: "01/09506000134352/21/M77" };
    const list = hashOfWords(
      ["bytes32", "bytes32", "bytes32", "uint64"],
      [digestOf("cadastre.batch.list.v1"), await namespaces.namespaceId(gs1, "9506000"), manifest, members],
    );
    const once = hashOfWords(
      ["bytes32", "uint256", "address", "bytes32", "uint64", "bytes32", "bytes32", "bytes32"],
      [
        digestOf("cadastre.batch.leaf.v1"),
        (await ethers.provider.getNetwork()).chainId,
        await batches.getAddress(),
        list,
        index,
        gs1,
        digestOf(member.identifier),
        zeroWord,
      ],
    );
    const path = Array.from({ length: 17 }, (_, level) => digestOf(`beside ${level}`));
    const tree = { root: rootAbove(keccak256(once), path), manifest, count: members, uri: "" };
    const proof = { manifest, count: members, index, contentDigest: zeroWord, path };
    const noProof = { manifest: zeroWord, count: 0, index: 0, contentDigest: zeroWord, path: [] };
    const batch = await batches.merkleBatchId(await namespaces.namespaceId(gs1, "9506000"), tree);
    const ofRule = { scheme: gs1, identifier: "01/09506000134352/21/B000007" };
    Object.assign(gas, {
      "issue a Merkle batch of 131,072, next": await gasOf(
        asBatchMaker.issueMerkle(gs1, "9506000", tree, maker.address),
      ),
      "make a record of one of 131,072 members, next": await gasOf(
        asMaker.materialise(batch, member, proof, noContent, maker.address),
      ),
      "make a record of a member of a rule batch, next": await gasOf(
        asMaker.materialise(
          await batches.ruleBatchId(rangeOf(1, 999)),
          ofRule,
          noProof,
          noContent,
          maker.address,
        ),
      ),
      "revoke 256 members": await gasOf(asBatchMaker.revokeMembers(batch, 0, 255, "")),
    });

    console.table(gas);
    expect(gas).toMatchSnapshot();
  });
});

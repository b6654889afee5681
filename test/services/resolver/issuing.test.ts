/** Who may issue an identifier, and who is a member of a list: held against the contracts. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issueMerkle } from "../../../services/ledger/actions/batches.js";
import { delegateNamespace, sealNamespace } from "../../../services/ledger/actions/namespaces.js";
import {
  accreditOffice,
  freezeThing,
  setOfficeMember,
} from "../../../services/ledger/actions/supervision.js";
import { ledgerContracts } from "../../../services/ledger/contracts.js";
import { toDigest, toHash, zeroWord } from "../../../services/ledger/hex.js";
import { merkleBatchId, namespaceId, schemeId } from "../../../services/ledger/ids.js";
import { leavesOf, type MemberProof } from "../../../services/ledger/merkle/proof.js";
import { MerkleTree } from "../../../services/ledger/merkle/tree.js";
import { readMember } from "../../../services/ledger/reads/batches.js";
import { batchSchema } from "../../../services/resolver/v1/batchSchema.js";
import type { BatchId } from "../../../services/store/model.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { type Account, type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { reached, watchFollower } from "../index/follower.fixture.js";
import { headOf } from "../index/node.fixture.js";
import { digest } from "../store/model.fixture.js";
import { temporaryStore } from "../store/temporary.fixture.js";
import { startResolver } from "./http.fixture.js";

const gs1 = schemeId("gs1");
const office = 7;
/** What lies beneath a namespace that lapses, with its prefix. */
const lapsing = { prefix: "95060001", terms: 600 } as const;

describe.skipIf(anvilMissing)("issuing as the contracts have it", () => {
  let ledger: DeployedLedger;
  let maker: Account;
  let buyer: Account;

  beforeAll(async () => {
    ledger = await deployedLedger();
    const { deployment, root, send } = ledger;
    maker = await ledger.party(1, "Maker");
    buyer = await ledger.party(2, "Buyer");
    await send(root, accreditOffice(deployment, office, { kind: "all" }, "Office"));
    await send(root, setOfficeMember(deployment, office, root.address, true));
  });
  afterAll(() => ledger?.stop());

  const delegate = async (by: Account, above: string, prefix: string, to: Account, seconds = 0) => {
    const block = await ledger.provider.getBlock("latest");
    const expiry = seconds === 0 || block === null ? 0 : block.timestamp + seconds;
    const terms = { expiry, levels: 16, mayIssue: true };
    const name = { scheme: "gs1", prefix };
    await ledger.send(by, delegateNamespace(ledger.deployment, name, above.length, to.address, terms));
  };

  async function pass(seconds: number): Promise<void> {
    await ledger.provider.send("evm_increaseTime", [seconds]);
    await ledger.provider.send("evm_mine", []);
  }

  async function asking() {
    const { deployment, anvil } = ledger;
    const store = await temporaryStore();
    const { until } = watchFollower({ rpcUrl: anvil.rpcUrl, deployment, store });
    const resolver = await startResolver(store);
    const get = async (path: string): Promise<unknown> => {
      await until(reached(await headOf(anvil.rpcUrl)));
      return (await resolver.get(path)).json();
    };
    return { get, close: () => resolver.close() };
  }

  const mayIssue = (identifier: string, prefix: string): Promise<boolean> =>
    ledgerContracts(ledger.deployment, ledger.provider)
      .namespaces.issuerOf(gs1, identifier, prefix.length)
      .then(
        () => true,
        () => false,
      );

  it("leaves a lapsed namespace that is frozen closed to those above", async ({ onTestFinished }) => {
    const { deployment, root, send } = ledger;
    const { get, close } = await asking();
    onTestFinished(close);
    await delegate(root, "", "9506000", maker);
    await delegate(maker, "9506000", lapsing.prefix, buyer, lapsing.terms);
    await pass(lapsing.terms);
    const id = "01/09506000500003";
    const beneath = "01/09506000112343";
    const answer = () => get(`/v1/resolve?id=${beneath}`);
    expect(await answer()).toMatchObject({ authority: { prefix: "9506000", status: "live" } });
    expect(await mayIssue(beneath, "9506000")).toBe(true);

    const frozen = { kind: "namespace", id: namespaceId(gs1, lapsing.prefix) } as const;
    const order = { office, reason: "court-order", order: digest(1) } as const;
    await send(root, freezeThing(deployment, frozen, order, ""));
    expect(await mayIssue(beneath, "9506000")).toBe(false);
    expect(await answer()).toMatchObject({ authority: { prefix: lapsing.prefix, status: "lapsed" } });
    expect(await mayIssue(id, "9506000")).toBe(true);
    expect(await get(`/v1/resolve?id=${id}`)).toMatchObject({
      authority: { prefix: "9506000", status: "live" },
    });
  });

  it("tells the members of a list while its namespace is sealed, lapses, and is given anew", async ({
    onTestFinished,
  }) => {
    const { deployment, root, send } = ledger;
    const { get, close } = await asking();
    onTestFinished(close);
    const prefix = "4012345";
    const members = ["A-1", "B-22", "C-333"].map((serial) => `01/04012345123456/21/${serial}`);
    await delegate(root, "", prefix, maker, 600);
    const { batch, proof } = await issue(prefix, members);
    const member = { scheme: gs1, identifier: members[2] ?? "" };
    const shown = async () => {
      const query = `member=${member.identifier}&index=${proof.index}&path=${proof.path.join(",")}`;
      return batchSchema.parse(await get(`/v1/batches/${batch}?${query}`)).member;
    };
    const onChain = () => readMember(ledger.provider, deployment, batch, member, proof);

    expect(await shown()).toMatchObject({ status: "active", owner: { address: buyer.address } });
    expect(await onChain()).toEqual({ status: "live", owner: buyer.address });
    await send(maker, sealNamespace(deployment, { scheme: "gs1", prefix }));
    expect(await shown()).toMatchObject({ status: "active" });
    expect(await onChain()).toEqual({ status: "live", owner: buyer.address });

    await pass(600);
    expect(await onChain()).toEqual({ status: "suspended", owner: buyer.address });
    expect(await shown()).toMatchObject({ status: "namespace-lapsed", owner: { address: buyer.address } });

    await delegate(root, "", `${prefix}12345`, buyer);
    expect(await onChain()).toBeNull();
    expect(await shown()).toBeNull();
  });

  async function issue(
    prefix: string,
    members: readonly string[],
  ): Promise<{ batch: BatchId; proof: MemberProof }> {
    const { deployment, send } = ledger;
    const none = toDigest(zeroWord);
    const list = {
      namespace: namespaceId(gs1, prefix),
      manifest: toDigest(toHash(`0x${"ab".repeat(32)}`)),
      count: BigInt(members.length),
    };
    const { chainId, contracts } = deployment;
    const leafOf = leavesOf({ chainId, registry: contracts.batches }, list);
    const last = list.count - 1n;
    const tree = new MerkleTree(last);
    for (const [index, identifier] of members.entries())
      tree.add(leafOf({ index: BigInt(index), scheme: gs1, identifier, contentDigest: none }));
    const closed = tree.close();
    if (closed === null) throw new Error("The tree has no leaves.");
    const { manifest, count } = list;
    const words = { root: toHash(closed.root), manifest, count, uri: "" };
    await send(maker, issueMerkle(deployment, { scheme: "gs1", prefix }, words, buyer.address));
    const proof = { manifest, count, index: last, contentDigest: none, path: closed.path };
    return { batch: merkleBatchId(list, closed.root), proof };
  }
});

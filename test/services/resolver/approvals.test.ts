/** Approvals, operators and allowances over HTTP: held against what the chain's own views say of the same accounts. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Call, makeCall } from "../../../services/ledger/actions/call.js";
import {
  allowUnits,
  consumeUnits,
  issueUnits,
  quotaKeyWords,
  transferUnits,
} from "../../../services/ledger/actions/quotas.js";
import { changeController } from "../../../services/ledger/actions/recovery.js";
import { transferToken } from "../../../services/ledger/actions/tokens.js";
import { mintTwin } from "../../../services/ledger/actions/twins.js";
import { interfaces, ledgerContracts } from "../../../services/ledger/contracts.js";
import { tokenWord, toQuotaId, zeroAddress } from "../../../services/ledger/hex.js";
import { namespaceId, schemeId, twinId } from "../../../services/ledger/ids.js";
import { operatorsSchema } from "../../../services/resolver/v1/operatorsRoute.js";
import { allowancesSchema } from "../../../services/resolver/v1/rightsSchema.js";
import { rolesSchema } from "../../../services/resolver/v1/rolesRoute.js";
import type { Address, QuotaId, TwinId } from "../../../services/store/model.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { type Account, type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { reached, type Watched, watchFollower } from "../index/follower.fixture.js";
import { headOf } from "../index/node.fixture.js";
import { digest } from "../store/model.fixture.js";
import { temporaryStore } from "../store/temporary.fixture.js";
import { startResolver, type TestResolver } from "./http.fixture.js";

describe.skipIf(anvilMissing)("who may move what a party holds, over HTTP", () => {
  let ledger: DeployedLedger;
  let maker: Account;
  let buyer: Account;
  let agent: Account;
  let resolver: TestResolver;
  let until: Watched["until"];
  let minted = 0;

  beforeAll(async () => {
    ledger = await deployedLedger();
    maker = await ledger.party(1, "Maker");
    buyer = await ledger.party(2, "Buyer");
    agent = await ledger.party(3, "Agent");
  });
  afterAll(() => ledger?.stop());

  beforeEach(async ({ onTestFinished }) => {
    const store = await temporaryStore();
    ({ until } = watchFollower({ rpcUrl: ledger.anvil.rpcUrl, deployment: ledger.deployment, store }));
    resolver = await startResolver(store);
    onTestFinished(() => resolver.close());
  });

  async function mint(): Promise<TwinId> {
    minted += 1;
    const content = digest(minted);
    const commitment = await ledger.commit(maker, content);
    const call = mintTwin(ledger.deployment, {
      author: maker.address,
      owner: maker.address,
      kind: "instance",
      name: `Twin ${minted}`,
      content: { digest: content, mediaType: "", uri: "" },
      opening: commitment.opening(content),
    });
    await ledger.send(maker, call);
    return twinId(content);
  }

  const approve = (account: Address, twin: TwinId): Call =>
    makeCall(ledger.deployment.contracts.twins, "approve", () =>
      interfaces.twins.encodeFunctionData("approve", [account, twin]),
    );
  const twinOperator = (operator: Address, approved: boolean): Call =>
    makeCall(ledger.deployment.contracts.twins, "setApprovalForAll", () =>
      interfaces.twins.encodeFunctionData("setApprovalForAll", [operator, approved]),
    );
  const unitOperator = (operator: Address, approved: boolean): Call =>
    makeCall(ledger.deployment.contracts.quotas, "setOperator", () =>
      interfaces.quotas.encodeFunctionData("setOperator", [operator, approved]),
    );
  const contracts = () => ledgerContracts(ledger.deployment, ledger.provider);

  async function get(path: string): Promise<Response> {
    await until(reached(await headOf(ledger.anvil.rpcUrl)));
    return resolver.get(path);
  }

  async function approvedIs(twin: TwinId, expected: Address | null): Promise<void> {
    const { approved } = rolesSchema.parse(await (await get(`/v1/roles/twin/${twin}`)).json());
    expect(approved?.account ?? null).toBe(expected);
    const onChain = (await contracts().twins.getApproved(twin)).toLowerCase();
    expect(onChain).toBe(expected ?? zeroAddress);
  }

  async function operatorsAre(kind: "twin" | "quota", expected: readonly Address[]): Promise<void> {
    const response = await get(`/v1/operators/${kind}/${maker.address}`);
    const { operators } = operatorsSchema.parse(await response.json());
    expect(operators.map(({ account }) => account)).toEqual([...expected].sort());
    for (const account of [buyer.address, agent.address]) {
      const { twins: tokens, quotas } = contracts();
      const may =
        kind === "twin"
          ? await tokens.isApprovedForAll(maker.address, account)
          : await quotas.isOperator(maker.address, account);
      expect(may).toBe(expected.includes(account));
    }
  }

  async function quotaOf(twin: TwinId, amount: bigint): Promise<QuotaId> {
    const key = {
      ...{ asset: { kind: "twin", id: twin } as const, survivesSale: false, scope: "", unit: "call" },
      ...{ until: 0, terms: null },
    };
    const id = toQuotaId(tokenWord(await contracts().quotas.quotaId(quotaKeyWords(key))));
    await ledger.send(maker, issueUnits(ledger.deployment, key, maker.address, amount));
    return id;
  }

  async function allowancesAre(quota: QuotaId, expected: Readonly<Record<Address, string | null>>) {
    const response = await get(`/v1/quotas/${quota}/allowances`);
    const { items } = allowancesSchema.parse(await response.json());
    expect(Object.fromEntries(items.map(({ spender, units }) => [spender, units]))).toEqual(expected);
    for (const account of [buyer.address, agent.address]) {
      const onChain = await contracts().quotas.allowance(maker.address, account, quota);
      const units = expected[account];
      expect(onChain).toBe(units === null ? 2n ** 256n - 1n : BigInt(units ?? 0));
    }
  }

  it("shows who was approved for a token, and nobody once that was taken back or the token is sold", async () => {
    const twin = await mint();
    await approvedIs(twin, null);
    await ledger.send(maker, approve(agent.address, twin));
    await approvedIs(twin, agent.address);
    await ledger.send(maker, approve(buyer.address, twin));
    await approvedIs(twin, buyer.address);
    await ledger.send(maker, approve(zeroAddress, twin));
    await approvedIs(twin, null);
    await ledger.send(maker, approve(agent.address, twin));
    const token = { kind: "twin", id: twin } as const;
    await ledger.send(agent, transferToken(ledger.deployment, token, maker.address, buyer.address));
    await approvedIs(twin, null);
    await ledger.send(buyer, transferToken(ledger.deployment, token, buyer.address, maker.address));
    await approvedIs(twin, null);
  });

  it("shows the operators of a party by kind, one that was taken back no more", async () => {
    await ledger.send(maker, twinOperator(agent.address, true));
    await ledger.send(maker, twinOperator(buyer.address, true));
    await operatorsAre("twin", [agent.address, buyer.address]);
    await operatorsAre("quota", []);
    await ledger.send(maker, twinOperator(agent.address, false));
    await operatorsAre("twin", [buyer.address]);
    await ledger.send(maker, unitOperator(agent.address, true));
    await operatorsAre("quota", [agent.address]);
    await ledger.send(maker, unitOperator(agent.address, false));
    await operatorsAre("quota", []);
  });

  it("shows what is left of an allowance, whatever way it was spent", async () => {
    const { deployment, send } = ledger;
    const quota = await quotaOf(await mint(), 1_000n);
    const move = (by: Account, amount: bigint) =>
      send(by, transferUnits(deployment, quota, { from: maker.address, to: buyer.address, amount }));
    await send(
      maker,
      allowUnits(deployment, quota, { holder: maker.address, spender: agent.address, amount: 100n }),
    );
    await allowancesAre(quota, { [agent.address]: "100" });
    await move(agent, 30n);
    await allowancesAre(quota, { [agent.address]: "70" });
    const used = { holder: maker.address, amount: 20n, evidence: digest(900) };
    await send(agent, consumeUnits(deployment, quota, used));
    await allowancesAre(quota, { [agent.address]: "50" });
    await move(maker, 5n);
    await send(maker, unitOperator(agent.address, true));
    await move(agent, 5n);
    await send(maker, unitOperator(agent.address, false));
    await allowancesAre(quota, { [agent.address]: "50" });
    await move(agent, 50n);
    await allowancesAre(quota, {});
    const boundless = { holder: maker.address, spender: agent.address, amount: 2n ** 224n };
    await send(maker, allowUnits(deployment, quota, boundless));
    await move(agent, 7n);
    await allowancesAre(quota, { [agent.address]: null });
  });

  it("shows nobody once the holder's key is another, also not when it is back", async () => {
    const { deployment, send } = ledger;
    const twin = await mint();
    const quota = await quotaOf(twin, 10n);
    await send(maker, approve(agent.address, twin));
    await send(maker, twinOperator(agent.address, true));
    await send(maker, unitOperator(agent.address, true));
    await send(
      maker,
      allowUnits(deployment, quota, { holder: maker.address, spender: agent.address, amount: 5n }),
    );
    await approvedIs(twin, agent.address);
    await send(maker, changeController(deployment, maker.address, buyer.address));
    const none = async () => {
      await approvedIs(twin, null);
      await operatorsAre("twin", []);
      await operatorsAre("quota", []);
      await allowancesAre(quota, {});
    };
    await none();
    await send(buyer, changeController(deployment, maker.address, maker.address));
    await none();
    await send(maker, approve(agent.address, twin));
    await approvedIs(twin, agent.address);
  });

  it("shows a namespace's too, at any past moment, and refuses what is none", async () => {
    const { deployment, root, send } = ledger;
    const id = namespaceId(schemeId("gs1"), "");
    const before = await headOf(ledger.anvil.rpcUrl);
    const approve = makeCall(deployment.contracts.namespaces, "approve", () =>
      interfaces.namespaces.encodeFunctionData("approve", [agent.address, id]),
    );
    await send(root, approve);
    const shown = rolesSchema.parse(await (await get(`/v1/roles/namespace/${id}`)).json());
    expect(shown.approved).toMatchObject({ account: agent.address, given: { block: before + 1 } });
    const past = rolesSchema.parse(await (await get(`/v1/roles/namespace/${id}?at=${before}`)).json());
    expect(past.approved).toBeNull();
    expect((await get(`/v1/operators/grant/${maker.address}`)).status).toBe(400);
    expect((await get("/v1/operators/twin/0x12")).status).toBe(400);
    expect((await get(`/v1/operators/twin/${zeroAddress}`)).status).toBe(404);
    expect((await get(`/v1/operators/twin/${maker.address}?after=x`)).status).toBe(400);
    expect((await get(`/v1/quotas/${id}/allowances`)).status).toBe(404);
  });
});

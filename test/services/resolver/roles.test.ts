/** `/v1/roles`: held against what the chain's own view says of the same accounts. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { changeController } from "../../../services/ledger/actions/recovery.js";
import { renounceRoles, setRoles, transferToken } from "../../../services/ledger/actions/tokens.js";
import { mintTwin } from "../../../services/ledger/actions/twins.js";
import { toTwinId } from "../../../services/ledger/hex.js";
import { namespaceId, schemeId, twinId } from "../../../services/ledger/ids.js";
import { readRoles } from "../../../services/ledger/reads/roles.js";
import { type RolesView, rolesSchema } from "../../../services/resolver/v1/rolesRoute.js";
import type { Address, Token, TokenRole } from "../../../services/store/model.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { type Account, type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { reached, watchFollower } from "../index/follower.fixture.js";
import { headOf } from "../index/node.fixture.js";
import { digest } from "../store/model.fixture.js";
import { temporaryStore } from "../store/temporary.fixture.js";
import { startResolver } from "./http.fixture.js";

describe.skipIf(anvilMissing)("roles over HTTP", () => {
  let ledger: DeployedLedger;
  let maker: Account;
  let buyer: Account;
  let agent: Account;
  const root: Token = { kind: "namespace", id: namespaceId(schemeId("gs1"), "") };

  beforeAll(async () => {
    ledger = await deployedLedger();
    maker = await ledger.party(1, "Maker");
    buyer = await ledger.party(2, "Buyer");
    agent = await ledger.party(3, "Agent");
  });
  afterAll(() => ledger?.stop());

  async function mint(n: number): Promise<Token> {
    const commitment = await ledger.commit(maker, digest(n));
    const mint = mintTwin(ledger.deployment, {
      author: maker.address,
      owner: maker.address,
      kind: "instance",
      name: `Twin ${n}`,
      content: { digest: digest(n), mediaType: "", uri: "" },
      opening: commitment.opening(digest(n)),
    });
    await ledger.send(maker, mint);
    return { kind: "twin", id: twinId(digest(n)) };
  }

  /** Asks a resolver that has followed the chain to its head from scratch; compares with the chain for every account named. */
  async function following() {
    const { deployment, anvil, provider } = ledger;
    const store = await temporaryStore();
    const { until } = watchFollower({ rpcUrl: anvil.rpcUrl, deployment, store });
    const resolver = await startResolver(store);
    onTestFinished(() => resolver.close());
    const get = async (path: string): Promise<Response> => {
      await until(reached(await headOf(anvil.rpcUrl)));
      return resolver.get(path);
    };
    const show = async ({ kind, id }: Token): Promise<RolesView> => {
      const response = await get(`/v1/roles/${kind}/${id}`);
      expect(response.status).toBe(200);
      return rolesSchema.parse(await response.json());
    };
    const agrees = async (token: Token, expected: Record<Address, readonly TokenRole[]>): Promise<void> => {
      const shown = await show(token);
      expect(Object.fromEntries(shown.roles.map(({ account, roles }) => [account, roles]))).toEqual(expected);
      for (const account of [maker.address, buyer.address, agent.address])
        expect(await readRoles(provider, deployment, token, account)).toEqual(expected[account] ?? []);
    };
    return { store, get, show, agrees };
  }

  it("shows who has roles, and nobody once they were taken away, renounced, or the token is sold", async () => {
    const { deployment, send } = ledger;
    const { agrees } = await following();
    const twin = await mint(1);
    await send(maker, setRoles(deployment, twin, agent.address, ["publisher", "steward"]));
    await send(maker, setRoles(deployment, twin, buyer.address, ["steward"]));
    await agrees(twin, { [agent.address]: ["publisher", "steward"], [buyer.address]: ["steward"] });
    await send(maker, setRoles(deployment, twin, agent.address, []));
    await send(buyer, renounceRoles(deployment, twin));
    await agrees(twin, {});
    await send(maker, setRoles(deployment, twin, agent.address, ["publisher"]));
    await send(maker, transferToken(deployment, twin, maker.address, buyer.address));
    await agrees(twin, {});
    await send(buyer, transferToken(deployment, twin, buyer.address, maker.address));
    await agrees(twin, {});
  });

  it("shows nobody once the holder's key is another", async () => {
    const { deployment, send } = ledger;
    const { agrees, show } = await following();
    const twin = await mint(2);
    await send(maker, setRoles(deployment, twin, agent.address, ["publisher"]));
    await send(maker, changeController(deployment, maker.address, buyer.address));
    await agrees(twin, {});
    await send(buyer, changeController(deployment, maker.address, maker.address));
    await agrees(twin, {});
    await send(maker, setRoles(deployment, twin, agent.address, ["publisher"]));
    await agrees(twin, { [agent.address]: ["publisher"] });
    expect((await show(twin)).holder.name).toBe("Maker");
  });

  it("is not filled by strangers who renounce what they never had", async () => {
    const { deployment, send } = ledger;
    const { store, agrees } = await following();
    const twin = await mint(3);
    await send(maker, setRoles(deployment, twin, agent.address, ["publisher"]));
    for (const stranger of [4, 5, 6])
      await send(await ledger.account(stranger), renounceRoles(deployment, twin));
    await agrees(twin, { [agent.address]: ["publisher"] });
    const entries = await store.readAsync((view) => {
      const epoch = view.twin(toTwinId(twin.id))?.epoch ?? 0;
      return view.tokenRoles({ token: twin, epoch, controlEpoch: view.control(maker.address)?.epoch ?? 0 });
    });
    expect(entries.items).toHaveLength(1);
  });

  it("shows those of namespaces, and refuses what is none", async () => {
    const { get, agrees } = await following();
    await ledger.send(ledger.root, setRoles(ledger.deployment, root, agent.address, ["delegator"]));
    await agrees(root, { [agent.address]: ["delegator"] });
    expect((await get(`/v1/roles/record/${root.id}`)).status).toBe(404);
    expect((await get(`/v1/roles/grant/${root.id}`)).status).toBe(400);
    expect((await get("/v1/roles/twin/0x12")).status).toBe(400);
    expect((await get(`/v1/roles/namespace/${root.id}?after=x`)).status).toBe(400);
  });
});

/** `/v1/parties`: what the resolver says of parties, held against what the chain's own views say of them at the same block. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import {
  accredit,
  attestationKey,
  attestParty,
  revokeAttestation,
  withdrawAccreditation,
} from "../../../services/ledger/actions/attestations.js";
import type { Call } from "../../../services/ledger/actions/call.js";
import {
  approveRecovery,
  cancelRecoveries,
  changeController,
  executeRecovery,
  nameGuardians,
  withdrawRecoveryApproval,
} from "../../../services/ledger/actions/recovery.js";
import { agreeRelation, endRelation, relationKey } from "../../../services/ledger/actions/relations.js";
import { transferToken } from "../../../services/ledger/actions/tokens.js";
import { mintTwin } from "../../../services/ledger/actions/twins.js";
import { ledgerContracts } from "../../../services/ledger/contracts.js";
import { toAddress, toDigest, zeroAddress } from "../../../services/ledger/hex.js";
import { attestationId, twinId } from "../../../services/ledger/ids.js";
import { type PartyDetailsView, partyDetailsSchema } from "../../../services/resolver/v1/partySchema.js";
import type { Address, RelationSides, TwinId } from "../../../services/store/model.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { type Account, type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { reached, rebuilt, watchFollower } from "../index/follower.fixture.js";
import { call, headOf } from "../index/node.fixture.js";
import { temporaryStore } from "../store/temporary.fixture.js";
import { startResolver } from "./http.fixture.js";

const lei = "lei:213800KUD8LAJWSQ9D15";
const certificate = { kind: "iso9001", digest: toDigest(`0x${"5c".repeat(32)}`) };
const statements = [{ legalId: lei }, certificate] as const;
const day = 86_400;

describe.skipIf(anvilMissing)("a party over HTTP", () => {
  let ledger: DeployedLedger;
  let maker: Account;
  let rival: Account;
  let machine: Account;
  let agent: Account;
  let registrar: Account;
  let second: Account;
  let twin: TwinId;

  beforeAll(async () => {
    ledger = await deployedLedger();
    maker = await ledger.party(1, "Acme Pumps", "organisation", lei);
    rival = await ledger.party(2, "Rival", "organisation", lei);
    machine = await ledger.party(3, "Press 7", "machine");
    agent = await ledger.party(4, "Press 7's agent", "software");
    registrar = await ledger.party(5, "Registrar");
    second = await ledger.party(6, "Second registrar");
    const content = { digest: toDigest(`0x${"7b".repeat(32)}`), mediaType: "application/json", uri: "" };
    const mint = { author: maker.address, owner: maker.address, kind: "instance", name: "Press 7" } as const;
    const opening = (await ledger.commit(maker, content.digest)).opening(content.digest);
    await ledger.send(maker, mintTwin(ledger.deployment, { ...mint, content, opening }));
    twin = twinId(content.digest);
  });
  afterAll(() => ledger?.stop());

  /** The answers of a resolver that follows the chain from scratch. */
  async function following() {
    const { deployment, anvil } = ledger;
    const store = await temporaryStore();
    const { until } = watchFollower({ rpcUrl: anvil.rpcUrl, deployment, store });
    const resolver = await startResolver(store);
    onTestFinished(() => resolver.close());
    return async (address: Address): Promise<PartyDetailsView> => {
      await until(reached(await headOf(anvil.rpcUrl)));
      const response = await resolver.get(`/v1/parties/${address}`);
      expect(response.status).toBe(200);
      return partyDetailsSchema.parse(await response.json());
    };
  }

  /** Time passes, for the resolver too. */
  async function wait(seconds: number): Promise<void> {
    await call(ledger.anvil.rpcUrl, "evm_increaseTime", [seconds]);
    await call(ledger.anvil.rpcUrl, "evm_mine");
  }

  const now = async (): Promise<number> => (await ledger.provider.getBlock("latest"))?.timestamp ?? 0;

  it("shows what is attested, by whom, and whether that is valid", async () => {
    const { deployment, root, send } = ledger;
    const show = await following();
    expect(await show(maker.address)).toMatchObject({
      party: { name: "Acme Pumps", legalId: lei, legalIdAttested: false, active: true },
      controller: maker.address,
      controlChanges: 0,
      attestations: [],
      relations: [],
      guardians: null,
      complete: true,
    });
    await send(root, accredit(deployment, registrar.address, "lei:", 0));
    const terms = { until: (await now()) + 2 * day, uri: "https://registrar.example/acme" };
    await send(registrar, attestParty(deployment, registrar.address, maker.address, { legalId: lei }, terms));
    const shown = await show(maker.address);
    expect(shown.party.legalIdAttested).toBe(true);
    expect(shown.attestations).toMatchObject([
      { registrar: { name: "Registrar" }, kind: "lei:", legalId: lei, standing: "valid", ...terms },
    ]);
    expect((await show(rival.address)).party).toMatchObject({ legalId: lei, legalIdAttested: false });
    expect((await show(registrar.address)).accreditations).toMatchObject([{ kind: "lei:", granted: true }]);

    await wait(2 * day);
    expect(await show(maker.address)).toMatchObject({
      party: { legalIdAttested: false },
      attestations: [{ standing: "expired" }],
    });
    const forEver = { until: 0, uri: "" };
    await send(
      registrar,
      attestParty(deployment, registrar.address, rival.address, { legalId: lei }, forEver),
    );
    expect((await show(rival.address)).party.legalIdAttested).toBe(true);
    await send(root, withdrawAccreditation(deployment, registrar.address, "lei:", "audit failed"));
    expect(await show(rival.address)).toMatchObject({
      party: { legalIdAttested: false },
      attestations: [{ standing: "not-accredited" }],
    });
    expect((await show(registrar.address)).accreditations).toMatchObject([
      { granted: false, withdrawalReason: "audit failed" },
    ]);
  });

  it("shows guardians, what they agreed to, and the recovered controller", async () => {
    const { deployment, send } = ledger;
    const show = await following();
    const newController = toAddress(`0x${"f0".repeat(20)}`);
    const guardians = [rival.address, registrar.address, second.address];
    await send(machine, nameGuardians(deployment, machine.address, { guardians, threshold: 2, delay: day }));
    await send(rival, approveRecovery(deployment, machine.address, rival.address, newController));
    expect(await show(machine.address)).toMatchObject({
      guardians: { count: 3, threshold: 2, delay: day },
      nextGuardians: null,
      recoveries: [{ newController, approvals: 1, readyAt: null }],
    });
    await send(second, approveRecovery(deployment, machine.address, second.address, newController));
    const [recovery] = (await show(machine.address)).recoveries;
    expect(recovery?.readyAt).toBe((await now()) + day);
    await wait(day);
    await send(agent, executeRecovery(deployment, machine.address, newController));
    expect(await show(machine.address)).toMatchObject({
      controller: newController,
      controlChanges: 1,
      guardians: null,
      recoveries: [],
    });
  });

  it("agrees with the chain on whatever happens", async () => {
    const { deployment, provider, root, anvil } = ledger;
    const { address: twinParty } = maker;
    const sides: readonly RelationSides[] = [
      { kind: "membership", party: maker.address, subject: agent.address },
      { kind: "membership", party: rival.address, subject: agent.address },
      { kind: "twin", party: twinParty, subject: twin },
      { kind: "twin", party: rival.address, subject: twin },
      { kind: "agent", party: maker.address, subject: agent.address },
    ];
    const parties = [maker, rival, agent];
    const actors = [maker, rival, agent, registrar, second, root];
    const controllers = [maker.address, rival.address, agent.address];
    const guardians = [registrar.address, second.address];
    const pick = <Item>(items: readonly [Item, ...Item[]] | readonly Item[], at: number): Item => {
      const item = items[at % items.length];
      if (item === undefined) throw new Error("nothing to pick from");
      return item;
    };

    /** One of all that can be done, chosen by two numbers. */
    function callOf(kind: number, n: number): Call {
      const who = pick(parties, n).address;
      const by = pick([registrar, second], n >> 2).address;
      const statement = pick(statements, n >> 3);
      const relation = pick(sides, n >> 1);
      const controller = pick(controllers, n >> 2);
      const until = n % 5 === 0 ? 0 : 4_000_000_000 + n;
      switch (kind) {
        case 0:
          return accredit(deployment, by, pick(["lei:", "iso9001"], n), until);
        case 1:
          return withdrawAccreditation(deployment, by, pick(["lei:", "iso9001"], n), "");
        case 2:
        case 3:
          return attestParty(deployment, by, who, statement, { until, uri: "" });
        case 4:
          return revokeAttestation(deployment, by, who, statement, "");
        case 5:
        case 6:
        case 7:
          return agreeRelation(deployment, relation);
        case 8:
          return endRelation(deployment, relation);
        case 9:
          return changeController(deployment, who, controller);
        case 10:
          return nameGuardians(deployment, who, { guardians, threshold: 1 + (n % 2), delay: 3600 });
        case 11:
        case 12:
          return approveRecovery(deployment, who, pick(guardians, n), controller);
        case 13:
          return withdrawRecoveryApproval(deployment, who, pick(guardians, n), controller);
        case 14:
          return executeRecovery(deployment, who, controller);
        case 15:
          return cancelRecoveries(deployment, who);
        default:
          return transferToken(
            deployment,
            { kind: "twin", id: twin },
            pick(parties, n).address,
            pick(parties, n + 1).address,
          );
      }
    }

    const { attestations, relations, parties: registry } = ledgerContracts(deployment, provider);
    const show = await following();

    async function compare(): Promise<void> {
      // What was sent may still wait for its block.
      await wait(1);
      for (const { address } of parties) {
        const shown = await show(address);
        const valid = new Set<string>();
        for (const registrarAddress of guardians) {
          for (const statement of statements) {
            const key = attestationKey(registrarAddress, address, statement);
            if (await attestations.isValid(key)) valid.add(attestationId(key));
          }
        }
        const shownValid = shown.attestations.filter(({ standing }) => standing === "valid");
        expect(new Set(shownValid.map(({ id }) => id))).toEqual(valid);
        const [bearer] = await attestations.partyByLegalId(lei);
        const declares = shown.party.legalId === lei;
        expect(shown.party.legalIdAttested).toBe(declares && bearer.toLowerCase() === address);

        const held = sides.filter(({ party, subject }) => party === address || subject === address);
        const inForce = await Promise.all(held.map((one) => relations.relationOf(relationKey(one))));
        const expected = held.filter((_, at) => inForce[at]?.inForce === true).length;
        expect(shown.relations.filter(({ status }) => status === "in-force")).toHaveLength(expected);

        const { present, next } = await registry.guardiansOf(address);
        expect(shown.guardians?.threshold ?? 0).toBe(Number(present.threshold));
        expect(shown.nextGuardians?.effectiveFrom ?? 0).toBe(Number(next.effectiveFrom));
        for (const newController of controllers) {
          const { approvals, readyAt } = await registry.recoveryOf(address, newController);
          const recovery = shown.recoveries.find((one) => one.newController === newController);
          expect(recovery?.approvals ?? 0).toBe(Number(approvals));
          expect(recovery?.readyAt ?? 0).toBe(Number(readyAt));
        }
        expect(shown.controller).toBe((await registry.identityOwner(address)).toLowerCase());
      }
    }

    const steps = fc.sample(fc.tuple(fc.nat(16), fc.nat(1000), fc.nat(5)), { numRuns: 400, seed: 7 });
    const done: Record<number, number> = {};
    for (const [at, [kind, n, actor]] of steps.entries()) {
      // Whoever happens to control the party, and whoever does not.
      const made = callOf(kind, n);
      const by = kind < 2 ? root : pick(actors, actor);
      const result = await call(anvil.rpcUrl, "eth_sendTransaction", [
        { from: by.address, to: made.to, data: made.data, gas: "0x7a120" },
      ]).catch(() => null);
      if (result !== null) done[kind] = (done[kind] ?? 0) + 1;
      if (at % 40 === 20) await wait(3600);
      if (at % 20 === 19) await compare();
    }
    await compare();
    // A run in which most was refused would prove little.
    expect(Object.keys(done).length).toBeGreaterThan(12);
  }, 120_000);

  it("tells an unknown address from a malformed one", async () => {
    const resolver = await startResolver(await followed());
    onTestFinished(() => resolver.close());
    const unknown = await resolver.get(`/v1/parties/${zeroAddress}`);
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toMatchObject({
      code: "RESOLVER_UNKNOWN_PARTY",
      asOf: { finality: "provisional" },
    });
    for (const path of ["/v1/parties/0x12", `/v1/parties/${maker.address}?x=1`]) {
      expect((await resolver.get(path)).status).toBe(400);
    }
    const shouted = `0x${maker.address.slice(2).toUpperCase()}`;
    expect((await resolver.get(`/v1/parties/${shouted}`)).status).toBe(200);
  });

  async function followed() {
    const { deployment, anvil } = ledger;
    return rebuilt({ rpcUrl: anvil.rpcUrl, deployment }, await headOf(anvil.rpcUrl));
  }
});

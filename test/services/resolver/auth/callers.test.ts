/** Who the resolver takes a caller for, on a real chain: from block to block. */
import { ContractFactory } from "ethers";
import { artifacts } from "hardhat";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Call } from "../../../../services/ledger/actions/call.js";
import { addDelegate, revokeDelegate } from "../../../../services/ledger/actions/didDocuments.js";
import { changeController } from "../../../../services/ledger/actions/recovery.js";
import {
  accreditOffice,
  freezeThing,
  setOfficeMember,
  unfreezeThing,
} from "../../../../services/ledger/actions/supervision.js";
import { toAddress, toDigest, zeroAddress } from "../../../../services/ledger/hex.js";
import { anvilMissing } from "../../../fixtures/anvil.js";
import type { Account } from "../../../fixtures/ledger.js";
import { type ServedLedger, servedLedger } from "../../conformance/server.fixture.js";
import { call, proxyTo } from "../../index/node.fixture.js";
import { accessTo, startResolver } from "../http.fixture.js";
import { loggedIn, type Signing, sent, signedFor, whoami, whoamiOf } from "./asking.fixture.js";

const year = 31_536_000;

describe.skipIf(anvilMissing !== null)("the resolver takes a caller", () => {
  let served: ServedLedger;
  let url: string;
  let acme: Account;
  let robot: Account;
  let clerk: Account;
  let stranger: Account;

  const signing = (
    { signer, address }: Account,
    party = address,
  ): Signing & { signer: Account["signer"] } => ({
    signer,
    key: address,
    party,
  });
  const mined = async (by: Account, todo: Call): Promise<void> => {
    await served.ledger.send(by, todo);
    await served.caughtUp();
  };
  const delegate = (type: "sigAuth" | "veriKey", to: Account, seconds = year) =>
    addDelegate(served.ledger.deployment, acme.address, type, to.address, seconds);
  const rotate = (identity: Account, to: string) =>
    changeController(served.ledger.deployment, identity.address, toAddress(to));

  beforeAll(async () => {
    served = await servedLedger();
    url = served.resolver.url;
    acme = await served.ledger.party(1, "Acme Pumps");
    robot = await served.ledger.party(2, "Robot 7", "machine");
    clerk = await served.ledger.account(3);
    stranger = await served.ledger.account(4);
    await served.caughtUp();
  });

  afterAll(() => served?.stop());

  it("for nobody without credentials", async () => {
    expect(await sent(url, {})).toMatchObject({ status: 200, caller: null, audience: url });
  });

  it("for the party whose key signed, at the block that the answer names", async () => {
    const { status, caller, asOf, headers } = await whoamiOf(url, signing(acme));
    expect(status).toBe(200);
    expect(caller).toMatchObject({
      party: { address: acme.address, name: "Acme Pumps" },
      key: acme.address,
      via: "signature",
      as: "controller",
    });
    expect(asOf?.number).toBe(served.store.read((view) => view.checkpoint()?.number));
    expect(headers["cache-control"]).toBe("no-store");
  });

  it("for a machine that signs with its own key", async () => {
    const { caller } = await whoamiOf(url, signing(robot));
    expect(caller).toMatchObject({ party: { address: robot.address, kind: "machine" } });
  });

  it("for nobody's party where the key is a stranger's", async () => {
    const { status, code, headers } = await whoamiOf(url, signing(stranger, acme.address));
    expect({ status, code }).toEqual({ status: 401, code: "RESOLVER_KEY_NOT_AUTHORISED" });
    expect(headers["www-authenticate"]).toContain("Cadastre-Signature");
  });

  it("for no party where the account is registered as none", async () => {
    const { code } = await whoamiOf(url, signing(stranger));
    expect(code).toBe("RESOLVER_KEY_NOT_AUTHORISED");
  });

  describe("who is a delegate", () => {
    it("for the party from the block of its statement to that of its end", async () => {
      const asClerk = signing(clerk, acme.address);
      expect((await whoamiOf(url, asClerk)).code).toBe("RESOLVER_KEY_NOT_AUTHORISED");
      await mined(acme, delegate("sigAuth", clerk));
      expect((await whoamiOf(url, asClerk)).caller).toMatchObject({
        party: { address: acme.address },
        key: clerk.address,
        as: "delegate",
      });
      const { token } = await loggedIn(url, asClerk);
      expect((await whoami(url, `Bearer ${token}`)).caller).toMatchObject({ via: "session", as: "delegate" });
      await mined(acme, revokeDelegate(served.ledger.deployment, acme.address, "sigAuth", clerk.address));
      expect((await whoamiOf(url, asClerk)).code).toBe("RESOLVER_KEY_NOT_AUTHORISED");
      expect((await whoami(url, `Bearer ${token}`)).code).toBe("RESOLVER_KEY_NOT_AUTHORISED");
    });

    it("for nobody where the delegate may sign statements alone", async () => {
      await mined(acme, delegate("veriKey", clerk));
      expect((await whoamiOf(url, signing(clerk, acme.address))).code).toBe("RESOLVER_KEY_NOT_AUTHORISED");
    });
  });

  it("no longer for a party of which its key lost control, from the next block on", async () => {
    const maker = await served.ledger.party(5, "Maker");
    const heir = await served.ledger.account(6);
    await served.caughtUp();
    const { token } = await loggedIn(url, signing(maker));
    expect((await whoami(url, `Bearer ${token}`)).status).toBe(200);
    await mined(maker, rotate(maker, heir.address));
    expect((await whoamiOf(url, signing(maker))).code).toBe("RESOLVER_KEY_NOT_AUTHORISED");
    expect((await whoami(url, `Bearer ${token}`)).code).toBe("RESOLVER_INVALID_SESSION");
    expect((await whoamiOf(url, signing(heir, maker.address))).caller).toMatchObject({ as: "controller" });

    // A session does not come back to life with the key.
    await mined(heir, rotate(maker, maker.address));
    expect((await whoamiOf(url, signing(maker))).status).toBe(200);
    expect((await whoami(url, `Bearer ${token}`)).code).toBe("RESOLVER_INVALID_SESSION");

    await mined(maker, rotate(maker, zeroAddress));
    expect((await whoamiOf(url, signing(maker))).code).toBe("RESOLVER_KEY_NOT_AUTHORISED");
  });

  it("for nobody while the party is frozen, sessions included", async () => {
    const { deployment, root } = served.ledger;
    const { token } = await loggedIn(url, signing(acme));
    const order = toDigest(`0x${"0f".repeat(32)}`);
    const thing = { kind: "party" as const, id: acme.address };
    await served.ledger.send(root, accreditOffice(deployment, 7, { kind: "all" }, "Federal Office"));
    await served.ledger.send(root, setOfficeMember(deployment, 7, root.address, true));
    await mined(root, freezeThing(deployment, thing, { office: 7, reason: "sanctions", order }, ""));
    for (const { status, code } of [
      await whoamiOf(url, signing(acme)),
      await whoami(url, `Bearer ${token}`),
      await loggedIn(url, signing(acme)),
    ]) {
      expect({ status, code }).toEqual({ status: 403, code: "RESOLVER_PARTY_FROZEN" });
    }
    await mined(root, unfreezeThing(deployment, thing, { office: 7, reason: "order-lifted", order }));
    expect((await whoami(url, `Bearer ${token}`)).status).toBe(200);
  });

  describe("who is a contract account", () => {
    let owner: Account;
    let wallet: string;
    /** Both owners sign, as the contract wants it. */
    const bothOwners: Signing["signer"] & { signMessage(message: string): Promise<string> } = {
      signTypedData: async (...typed) =>
        (await owner.signer.signTypedData(...typed)) + (await clerk.signer.signTypedData(...typed)).slice(2),
      signMessage: async (message) =>
        (await owner.signer.signMessage(message)) + (await clerk.signer.signMessage(message)).slice(2),
    };
    const asWallet = () => ({ signer: bothOwners, key: toAddress(wallet), party: owner.address });

    const walletOfBoth = async (): Promise<string> => {
      const { abi, bytecode } = await artifacts.readArtifact("test/contracts/fixtures/Multisig.sol:Multisig");
      const factory = new ContractFactory(abi, bytecode, owner.signer.connect(served.ledger.provider));
      const deployed = await factory.deploy(owner.address, clerk.address);
      await deployed.waitForDeployment();
      return deployed.getAddress();
    };

    beforeAll(async () => {
      owner = await served.ledger.party(7, "Holding");
      wallet = await walletOfBoth();
      await mined(owner, rotate(owner, wallet));
    });

    it("for the party that it controls, by the contract's own word", async () => {
      expect((await whoamiOf(url, asWallet())).caller).toMatchObject({
        party: { address: owner.address },
        key: wallet.toLowerCase(),
        as: "controller",
      });
      const { token, status } = await loggedIn(url, asWallet());
      expect(status).toBe(200);
      expect((await whoami(url, `Bearer ${token}`)).status).toBe(200);
    });

    it("for nobody where one of its two owners signed", async () => {
      const one = await whoamiOf(url, { ...asWallet(), signer: owner.signer });
      expect(one).toMatchObject({ status: 401, code: "RESOLVER_INVALID_SIGNATURE" });
      expect((await whoamiOf(url, signing(owner))).code).toBe("RESOLVER_KEY_NOT_AUTHORISED");
    });

    it("for nobody with what another contract of the same owners would take", async () => {
      const other = toAddress(await walletOfBoth());
      const { address } = await served.ledger.party(8, "Subsidiary");
      await mined(await served.ledger.account(8), changeController(served.ledger.deployment, address, other));
      const forOther = { signer: bothOwners, key: other, party: address };
      expect((await whoamiOf(url, forOther)).status).toBe(200);
      const token = JSON.parse(
        Buffer.from((await signedFor(url, forOther)).split(" ")[1] ?? "", "base64url").toString(),
      );
      const { key, party } = asWallet();
      const retold = Buffer.from(JSON.stringify({ ...token, key, party })).toString("base64url");
      expect((await whoami(url, `Cadastre-Signature ${retold}`)).code).toBe("RESOLVER_INVALID_SIGNATURE");
    });

    it("for nobody where the contract knows no signatures", async () => {
      const contract = served.ledger.deployment.contracts.evidence;
      await mined(acme, addDelegate(served.ledger.deployment, acme.address, "sigAuth", contract, year));
      const { code } = await whoamiOf(url, { signer: acme.signer, key: contract, party: acme.address });
      expect(code).toBe("RESOLVER_INVALID_SIGNATURE");
    });

    describe("asks the node", () => {
      it("at the block of the answer, by its hash", async () => {
        const asked: unknown[] = [];
        const proxy = await proxyTo(served.ledger.anvil.rpcUrl, (request) => {
          asked.push({ method: request.method, block: request.params[1] });
          return request.forward();
        });
        const resolver = await startResolver(served.store, { access: await accessTo(proxy.rpcUrl) });
        const { asOf } = await whoamiOf(resolver.url, asWallet());
        expect(asked).toEqual([{ method: "eth_call", block: { blockHash: asOf?.hash } }]);
        // A key's signature is nobody else's to judge.
        expect((await whoamiOf(resolver.url, signing(acme))).status).toBe(200);
        expect(asked).toHaveLength(1);
        await resolver.close();
      });

      it.each<[string, () => Promise<unknown>]>([
        ["says nothing that makes sense", async () => "0x1"],
        ["does not answer", () => new Promise(() => undefined)],
        ["has lost the block", async () => Promise.reject(new Error("header not found"))],
      ])("and is sent away for now where it %s", async (_what, answer) => {
        const proxy = await proxyTo(served.ledger.anvil.rpcUrl, answer);
        const resolver = await startResolver(served.store, { access: await accessTo(proxy.rpcUrl) });
        const { status, code, headers } = await whoamiOf(resolver.url, asWallet());
        expect({ status, code }).toEqual({ status: 503, code: "RESOLVER_CALLER_UNCHECKED" });
        expect(headers["retry-after"]).toBeDefined();
        await resolver.close();
      });

      it("about eight at once and no more", async () => {
        let answerAll = (): void => undefined;
        const released = new Promise<void>((resolve) => {
          answerAll = resolve;
        });
        const proxy = await proxyTo(served.ledger.anvil.rpcUrl, async (request) => {
          await released;
          return request.forward();
        });
        const resolver = await startResolver(served.store, { access: await accessTo(proxy.rpcUrl) });
        let refused = 0;
        const asking = Array.from({ length: 11 }, async () => {
          const { status } = await whoamiOf(resolver.url, asWallet());
          if (status === 503) refused += 1;
          if (refused === 3) answerAll();
          return status;
        });
        expect((await Promise.all(asking)).sort()).toEqual([...Array(8).fill(200), ...Array(3).fill(503)]);
        await resolver.close();
      });

      it.each([
        ["zero", `0x${"00".repeat(32)}`],
        ["nothing", "0x"],
        ["the magic value with something behind it", `0x1626ba7e${"00".repeat(27)}01`],
        ["the magic value and more", `0x1626ba7e${"00".repeat(60)}`],
      ])("and is refused where it answers %s", async (_what, answer) => {
        const proxy = await proxyTo(served.ledger.anvil.rpcUrl, async () => answer);
        const resolver = await startResolver(served.store, { access: await accessTo(proxy.rpcUrl) });
        expect((await whoamiOf(resolver.url, asWallet())).code).toBe("RESOLVER_INVALID_SIGNATURE");
        await resolver.close();
      });
    });
  });

  // The last: the chain's clock runs ahead of the resolver's from here on.
  describe("at the end of a delegate's time", () => {
    let end: number;

    const mineAt = async (time: number): Promise<void> => {
      await call(served.ledger.anvil.rpcUrl, "evm_setNextBlockTimestamp", [time]);
      await call(served.ledger.anvil.rpcUrl, "anvil_mine", ["0x1"]);
      await served.caughtUp();
    };

    beforeEach(async () => {
      await mined(acme, delegate("sigAuth", stranger, 10_000));
      const statement = served.store.read((view) =>
        view.didStatement(acme.address, {
          kind: "delegate",
          delegateType: "sigAuth",
          delegate: stranger.address,
        }),
      );
      end = statement?.validTo ?? 0;
    });

    it("for the party in the last second before, and for nobody in that second", async () => {
      const asStranger = signing(stranger, acme.address);
      await mineAt(end - 1);
      expect((await whoamiOf(url, asStranger)).caller).toMatchObject({ as: "delegate" });
      const { token } = await loggedIn(url, asStranger);
      expect((await whoami(url, `Bearer ${token}`)).status).toBe(200);
      await mineAt(end);
      expect((await whoamiOf(url, asStranger)).code).toBe("RESOLVER_KEY_NOT_AUTHORISED");
      expect((await whoami(url, `Bearer ${token}`)).code).toBe("RESOLVER_KEY_NOT_AUTHORISED");
    });
  });
});

import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { registerParty } from "../../../../services/ledger/actions/parties.js";
import { connect, LedgerProvider } from "../../../../services/ledger/chain/provider.js";
import { readGenesis, verifyDeployment } from "../../../../services/ledger/deployment/chain.js";
import { type DeployOptions, deploy, initialSchemes } from "../../../../services/ledger/deployment/deploy.js";
import {
  contractNames,
  type Deployment,
  findDeployment,
  loadDeployment,
} from "../../../../services/ledger/deployment/deployment.js";
import { toAddress } from "../../../../services/ledger/hex.js";
import { readNamespace } from "../../../../services/ledger/reads/namespaces.js";
import { readParty } from "../../../../services/ledger/reads/parties.js";
import { send } from "../../../../services/ledger/transactions/sender.js";
import type { LocalSigner } from "../../../../services/ledger/transactions/signed.js";
import { type Anvil, anvilMissing, startAnvil } from "../../../fixtures/anvil.js";
import { fundedSigner } from "../../../fixtures/ledger.js";
import { Interrupted, InterruptingClient, type Moment } from "../interruptingClient.js";
import { otherProcess } from "../lockHolder.fixture.js";

/** Access manager, each implementation with its proxy, the roles, the root party, five schemes. */
const allTransactions = 1 + 2 * contractNames.length + 1 + 1 + 5;

describe.skipIf(anvilMissing)("deploy", () => {
  let anvil: Anvil;
  let provider: LedgerProvider;
  let dir: string;
  let pristine: string;
  /** What an uninterrupted run makes of the chain. */
  let expected: Deployment;

  const rewind = async (): Promise<void> => {
    await provider.send("evm_revert", [pristine]);
    pristine = await provider.send("evm_snapshot", []);
  };
  beforeAll(async () => {
    anvil = await startAnvil();
    provider = await connect(anvil.rpcUrl);
    pristine = await provider.send("evm_snapshot", []);
    dir = await mkdtemp(join(tmpdir(), "cadastre-deploy-"));
    expected = (await deploy(options())).deployment;
    await rm(dir, { recursive: true });
  });
  afterAll(() => anvil?.kill());
  beforeEach(async () => {
    await rewind();
    dir = await mkdtemp(join(tmpdir(), "cadastre-deploy-"));
    return () => rm(dir, { recursive: true, force: true });
  });

  const options = (changes: Partial<DeployOptions> = {}): DeployOptions => ({
    provider,
    signer: fundedSigner(0),
    deploymentsDir: dir,
    upgradeDelaySeconds: 0,
    name: "Root",
    ...changes,
  });
  const sentTransactions = (): Promise<number> => provider.getTransactionCount(fundedSigner(0).address);

  it("records where everything is, and leaves neither journal nor lock behind", async () => {
    const { deployment, file, transactions } = await deploy(options());

    expect(transactions).toBe(allTransactions);
    expect(await sentTransactions()).toBe(allTransactions);
    expect(await loadDeployment(file)).toEqual(deployment);
    expect((await readdir(dir)).filter((name) => !name.startsWith("."))).toEqual([
      `31337-${deployment.genesis.slice(2, 12)}.json`,
    ]);
    expect(deployment.schemes.map(({ name, rule }) => ({ name, rule }))).toEqual(initialSchemes);
    await verifyDeployment(provider, deployment);
    for (const scheme of initialSchemes) {
      const root = await readNamespace(provider, deployment, { scheme: scheme.name, prefix: "" });
      expect(root).toMatchObject({
        holder: deployment.deployer,
        status: "active",
        standing: "live",
        levels: 16,
      });
    }
  });

  it("does nothing the second time", async () => {
    const first = await deploy(options());
    const second = await deploy(options());

    expect(second).toEqual({ ...first, transactions: 0 });
    expect(await sentTransactions()).toBe(allTransactions);
  });

  it.each<Moment>(["before", "after"])(
    "given an interruption %s each send, when it is run again, then it ends up the same and creates nothing twice",
    async (moment) => {
      // Each run finishes what the one before left and dies at a later transaction.
      const sends = moment === "before" ? 1 : 0;
      const runs = await runUntilDone(() => {
        const client = new InterruptingClient(anvil.rpcUrl, sends, moment);
        return { provider: new LedgerProvider(client, provider.chainId) };
      });

      expect(runs).toBeGreaterThanOrEqual(allTransactions);
    },
  );

  it("given a signer that dies before each signature, when it is run again, then it ends up the same", async () => {
    const runs = await runUntilDone(() => ({ signer: dyingSigner(1) }));

    expect(runs).toBe(allTransactions);
  });

  /** Deploys with ever new interruptions; returns the number of runs that it took. */
  async function runUntilDone(interruption: () => Partial<DeployOptions>): Promise<number> {
    for (let runs = 1; ; runs += 1) {
      const error = await deploy(options(interruption())).then(
        () => null,
        (reason: unknown) => reason,
      );
      if (error === null) {
        const { deployment, transactions } = await deploy(options());
        expect(transactions).toBe(0);
        expect(deployment).toEqual(expected);
        expect(await sentTransactions()).toBe(allTransactions);
        return runs;
      }
      expect(error).toBeInstanceOf(Interrupted);
    }
  }

  it("given a journalled transaction whose nonce something else took, then it is made anew", async () => {
    const client = new InterruptingClient(anvil.rpcUrl, 3, "before");
    const dying = new LedgerProvider(client, provider.chainId);
    await expect(deploy(options({ provider: dying }))).rejects.toThrow(Interrupted);
    const signer = fundedSigner(0).connect(provider);
    await (await signer.sendTransaction({ to: signer.address, value: 0 })).wait();

    const { deployment } = await deploy(options());
    await verifyDeployment(provider, deployment);
    expect(await sentTransactions()).toBe(allTransactions + 1);
  });

  it("given another process that deploys, then it refuses; given that it was killed, then it goes on", async () => {
    const lock = join(dir, `.31337-${(await readGenesis(provider.client)).slice(2, 12)}.journal.json.held`);
    const other = await otherProcess(lock);
    await expect(deploy(options())).rejects.toMatchObject({
      code: "LEDGER_DEPLOYMENT_BUSY",
      hint: expect.stringContaining(`process ${other.said.split(" ")[0]} on`),
    });

    await other.kill();
    expect((await deploy(options())).transactions).toBe(allTransactions);
  });

  it("given another deployer's journal, then it refuses", async () => {
    await expect(deploy(options({ signer: dyingSigner(2) }))).rejects.toThrow(Interrupted);
    await expect(deploy(options({ signer: fundedSigner(1) }))).rejects.toMatchObject({
      code: "LEDGER_DEPLOYMENT_INVALID",
    });
  });

  it("given a root holder who is no party yet, then the contracts stand and the next run does the schemes", async () => {
    const holder = fundedSigner(2);
    const rootHolder = toAddress(holder.address);
    await expect(deploy(options({ rootHolder }))).rejects.toMatchObject({
      code: "LEDGER_ROOT_HOLDER_NOT_A_PARTY",
    });
    const begun = await findDeployment(dir, provider.chainId, await readGenesis(provider.client));
    expect(begun?.schemes).toEqual([]);
    if (begun === null) return;

    const profile = {
      kind: "organisation",
      name: "Sector",
      legalId: "",
      profileDigest: null,
      profileUri: "",
    } as const;
    await send(provider, holder, registerParty(begun, rootHolder, profile));
    const { deployment, transactions } = await deploy(options({ rootHolder }));

    expect(transactions).toBe(initialSchemes.length);
    expect(deployment.schemes.every((scheme) => scheme.rootHolder === rootHolder)).toBe(true);
    expect(await readParty(provider, deployment, deployment.deployer)).toBeNull();
  });

  it("given a deployment file of a chain that forgot, then it says so and touches nothing", async () => {
    const { deployment, file } = await deploy(options());
    await rewind();

    await expect(verifyDeployment(provider, deployment)).rejects.toMatchObject({
      code: "LEDGER_DEPLOYMENT_MISSING",
      hint: expect.stringContaining("deploy again"),
    });
    await expect(deploy(options())).rejects.toMatchObject({ code: "LEDGER_DEPLOYMENT_MISSING" });
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual(deployment);
    expect(await sentTransactions()).toBe(0);
  });

  it("given a chain with the same id and another genesis, then it is the wrong chain", async () => {
    const { deployment } = await deploy(options());
    const other = await startAnvil({ timestamp: 1_700_000_000 });
    try {
      await expect(verifyDeployment(await connect(other.rpcUrl), deployment)).rejects.toMatchObject({
        code: "LEDGER_WRONG_CHAIN",
        message: expect.stringContaining("genesis"),
      });
    } finally {
      await other.kill();
    }
  });

  it("given a chain with another id, then it is the wrong chain", async () => {
    const { deployment } = await deploy(options());
    await expect(verifyDeployment(provider, { ...deployment, chainId: 1 })).rejects.toMatchObject({
      code: "LEDGER_WRONG_CHAIN",
    });
    await expect(connect(anvil.rpcUrl, { chainId: 1 })).rejects.toMatchObject({ code: "LEDGER_WRONG_CHAIN" });
  });
});

function dyingSigner(signatures: number): LocalSigner {
  const wallet = fundedSigner(0);
  let left = signatures;
  return {
    getAddress: () => wallet.getAddress(),
    async signTransaction(transaction) {
      left -= 1;
      if (left < 0) throw new Interrupted("the signer is gone");
      return wallet.signTransaction(transaction);
    },
  };
}

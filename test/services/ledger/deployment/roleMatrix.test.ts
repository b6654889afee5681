import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeCall } from "../../../../services/ledger/actions/call.js";
import { connect, type LedgerProvider } from "../../../../services/ledger/chain/provider.js";
import {
  BatchRegistry__factory,
  DataRights__factory,
  EvidenceRegistry__factory,
  IdentifierRegistry__factory,
  NamespaceRegistry__factory,
  PartyAttestations__factory,
  PartyGroups__factory,
  PartyRegistry__factory,
  PartyRelations__factory,
  SealedRegistry__factory,
  Supervision__factory,
  TwinComposition__factory,
  TwinLineage__factory,
  TwinRegistry__factory,
  TwinTerms__factory,
  UsageQuotas__factory,
} from "../../../../services/ledger/contracts/index.js";
import { interfaces } from "../../../../services/ledger/contracts.js";
import { deploy } from "../../../../services/ledger/deployment/deploy.js";
import type { Deployment } from "../../../../services/ledger/deployment/deployment.js";
import { restrictedFunctions, roleMatrix } from "../../../../services/ledger/deployment/roleMatrix.js";
import { toHex } from "../../../../services/ledger/hex.js";
import { roles } from "../../../../services/ledger/roles.js";
import { send } from "../../../../services/ledger/transactions/sender.js";
import { type Anvil, anvilMissing, startAnvil } from "../../../fixtures/anvil.js";
import { fundedSigner } from "../../../fixtures/ledger.js";

const twoDays = 172_800;
const implementations = {
  parties: PartyRegistry__factory.createInterface(),
  namespaces: NamespaceRegistry__factory.createInterface(),
  identifiers: IdentifierRegistry__factory.createInterface(),
  batches: BatchRegistry__factory.createInterface(),
  sealedRecords: SealedRegistry__factory.createInterface(),
  twins: TwinRegistry__factory.createInterface(),
  twinTerms: TwinTerms__factory.createInterface(),
  twinLineage: TwinLineage__factory.createInterface(),
  twinComposition: TwinComposition__factory.createInterface(),
  groups: PartyGroups__factory.createInterface(),
  rights: DataRights__factory.createInterface(),
  quotas: UsageQuotas__factory.createInterface(),
  supervision: Supervision__factory.createInterface(),
  evidence: EvidenceRegistry__factory.createInterface(),
  attestations: PartyAttestations__factory.createInterface(),
  relations: PartyRelations__factory.createInterface(),
};

describe.skipIf(anvilMissing)("the role matrix of a deployment", () => {
  let anvil: Anvil;
  let provider: LedgerProvider;
  let dir: string;
  let deployment: Deployment;

  beforeAll(async () => {
    anvil = await startAnvil();
    dir = await mkdtemp(join(tmpdir(), "cadastre-roles-"));
    provider = await connect(anvil.rpcUrl);
    const options = { provider, signer: fundedSigner(0), deploymentsDir: dir, upgradeDelaySeconds: twoDays };
    ({ deployment } = await deploy(options));
  });
  afterAll(async () => {
    await anvil?.kill();
    await rm(dir, { recursive: true, force: true });
  });

  it("is the documented one", async () => {
    const { functions, holders } = await roleMatrix(deployment, provider);
    const upgradable = Object.keys(implementations);
    const pausable = ["namespaces", "identifiers", "batches", "sealedRecords", "twins", "rights", "quotas"];
    expect(functions).toEqual([
      ...upgradable.flatMap((contract) => [
        { contract, signature: "upgradeToAndCall(address,bytes)", role: "upgrader" },
        { contract, signature: "freezeUpgrades()", role: "upgrader" },
      ]),
      { contract: "namespaces", signature: "registerScheme(string,uint8,address)", role: "schemeAdmin" },
      ...pausable.map((contract) => ({ contract, signature: "setPaused(bool)", role: "pauser" })),
      { contract: "supervision", signature: "accreditOffice(uint32,(uint8,bytes32),string)", role: "admin" },
      {
        contract: "attestations",
        signature: "accredit(address,string,uint40)",
        role: "registrarAdmin",
      },
      {
        contract: "attestations",
        signature: "withdrawAccreditation(address,bytes32,string)",
        role: "registrarAdmin",
      },
    ]);
    const { deployer } = deployment;
    expect(holders).toEqual([
      { role: "admin", account: deployer, delay: twoDays },
      { role: "pauser", account: deployer, delay: 0 },
      { role: "registrarAdmin", account: deployer, delay: 0 },
      { role: "schemeAdmin", account: deployer, delay: 0 },
      { role: "upgrader", account: deployer, delay: twoDays },
    ]);
  });

  it("gives no other function to a role than the listed ones, and each listed one exists", async () => {
    const manager = interfaces.accessManager;
    for (const [name, contract] of Object.entries(implementations)) {
      const listed = restrictedFunctions.filter((one) => one.contract === name).map((one) => one.signature);
      const signatures = new Map<string, string>();
      contract.forEachFunction((fragment) => {
        signatures.set(fragment.format("sighash"), fragment.selector);
      });
      expect([...signatures.keys()]).toEqual(expect.arrayContaining(listed));
      for (const [signature, selector] of signatures) {
        if (listed.includes(signature)) continue;
        const target = Object.entries(deployment.contracts).find(([key]) => key === name)?.[1] ?? "";
        const answer = await provider.call({
          to: deployment.accessManager,
          data: manager.encodeFunctionData("getTargetFunctionRole", [target, selector]),
        });
        expect(BigInt(answer), `${name}.${signature}`).toBe(roles.admin);
      }
    }
  });

  it.each([0, 1])("lets nobody upgrade or give roles at once (account %i)", async (number) => {
    const { accessManager, contracts } = deployment;
    const signer = fundedSigner(number);
    const upgrade = makeCall(contracts.parties, "upgrade", () =>
      implementations.parties.encodeFunctionData("upgradeToAndCall", [contracts.twins, "0x"]),
    );
    const freeze = makeCall(contracts.parties, "freeze", () =>
      implementations.parties.encodeFunctionData("freezeUpgrades"),
    );
    const grant = makeCall(accessManager, "take the role", () =>
      interfaces.accessManager.encodeFunctionData("grantRole", [roles.upgrader, signer.address, 0]),
    );
    for (const call of [upgrade, freeze, grant]) {
      await expect(send(provider, signer, call)).rejects.toMatchObject({ code: "LEDGER_REVERTED" });
    }
  });

  it.each(Object.keys(implementations))(
    "leaves no implementation or proxy of %s to be initialised",
    async (name) => {
      const places = [deployment.contracts, deployment.implementations];
      for (const place of places) {
        const to = Object.entries(place).find(([key]) => key === name)?.[1] ?? "";
        const data = toHex(implementations.parties.encodeFunctionData("initialize", [deployment.deployer]));
        await expect(provider.call({ to, data })).rejects.toMatchObject({
          details: { error: "InvalidInitialization" },
        });
      }
    },
  );
});

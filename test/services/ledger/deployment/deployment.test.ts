import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import {
  deploymentFileName,
  findDeployment,
  loadDeployment,
} from "../../../../services/ledger/deployment/deployment.js";
import { toHash } from "../../../../services/ledger/hex.js";

const genesis = toHash(`0x${"AB".repeat(32)}`);
const place = `0x${"Cd".repeat(20)}`;
const contracts = {
  parties: place,
  namespaces: place,
  identifiers: place,
  batches: place,
  sealedRecords: place,
  twins: place,
  twinTerms: place,
  twinLineage: place,
  twinComposition: place,
  groups: place,
  rights: place,
  quotas: place,
  supervision: place,
  evidence: place,
  attestations: place,
  relations: place,
};
const recorded = {
  chainId: 1337,
  genesis,
  deployer: place,
  block: 1,
  accessManager: place,
  contracts,
  implementations: contracts,
  schemes: [{ name: "gs1", rule: "gs1", rootHolder: place }],
};

describe("deployment files", () => {
  let dir: string;
  let file: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "cadastre-file-"));
    file = join(dir, deploymentFileName(1337, genesis));
    return () => rm(dir, { recursive: true });
  });

  it("are named by chain id and genesis", () => {
    expect(deploymentFileName(1337, genesis)).toBe("1337-ababababab.json");
  });

  it("give addresses in lower case", async () => {
    await writeFile(file, JSON.stringify(recorded));
    const deployment = await loadDeployment(file);

    expect(deployment.contracts.rights).toBe(place.toLowerCase());
    expect(await findDeployment(dir, 1337, genesis)).toEqual(deployment);
  });

  it("given none for the chain, then there is none", async () => {
    await expect(loadDeployment(file)).rejects.toMatchObject({ code: "LEDGER_DEPLOYMENT_NOT_FOUND" });
    expect(await findDeployment(dir, 1337, genesis)).toBeNull();
  });

  it.each([
    ["half a file", JSON.stringify(recorded).slice(0, 80)],
    ["something else", "[]"],
    ["a contract missing", JSON.stringify({ ...recorded, contracts: { ...contracts, rights: undefined } })],
    ["no address", JSON.stringify({ ...recorded, accessManager: "0x12" })],
    [
      "an unknown rule",
      JSON.stringify({ ...recorded, schemes: [{ name: "x", rule: "x", rootHolder: place }] }),
    ],
  ])("given %s, then it is of no use, and the message says what to do", async (_what, text) => {
    await writeFile(file, text);
    await expect(loadDeployment(file)).rejects.toMatchObject({
      code: "LEDGER_DEPLOYMENT_INVALID",
      message: expect.stringContaining(file),
      hint: expect.any(String),
    });
  });
});

import { JsonRpcProvider, Network } from "ethers";
import { expect, it } from "vitest";
import { ledgerContracts } from "../../../services/ledger/contracts.js";
import { contractNames, deploymentSchema } from "../../../services/ledger/deployment/deployment.js";
import { toAddress, zeroAddress } from "../../../services/ledger/hex.js";

const placeAt = (address: string) => ({
  contracts: deploymentSchema.shape.contracts.parse(
    Object.fromEntries(contractNames.map((name) => [name, address])),
  ),
  accessManager: toAddress(address),
});

const provider = () => new JsonRpcProvider(undefined, Network.from(1), { staticNetwork: true });

it("given one deployment and one provider, then its contracts are made once, and for others anew", () => {
  const [place, one, other] = [placeAt(zeroAddress), provider(), provider()];
  const contracts = ledgerContracts(place, one);
  expect(ledgerContracts(place, one)).toBe(contracts);
  expect(ledgerContracts(place, other)).not.toBe(contracts);
  const moved = ledgerContracts(placeAt(`0x${"11".repeat(20)}`), one);
  expect(moved.identifiers.target).toBe(`0x${"11".repeat(20)}`);
  expect(contracts.identifiers.target).toBe(zeroAddress);
});

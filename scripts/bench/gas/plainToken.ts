/** OpenZeppelin's plain ERC-721, compiled as the ledger is. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ContractFactory, type ContractRunner, Interface } from "ethers";
import solc from "solc";
import { z } from "zod";
import { type Call, makeCall } from "../../../services/ledger/actions/call.js";
import { toAddress } from "../../../services/ledger/hex.js";
import type { Address } from "../../../services/store/model.js";
import { packageRoot } from "../../packageRoot.js";

const source = "scripts/bench/gas/PlainToken.sol";

const outputSchema = z.object({
  contracts: z.object({
    [source]: z.object({
      PlainToken: z.object({ evm: z.object({ bytecode: z.object({ object: z.string() }) }) }),
    }),
  }),
});

const abi = new Interface(["function mint(address to, uint256 tokenId)"]);

/** Creates one; its tokens are minted by whoever calls. */
export async function deployPlainToken(
  signer: ContractRunner,
): Promise<(to: Address, tokenId: number) => Call> {
  const token = await new ContractFactory(abi, creationCode(), signer).deploy();
  await token.waitForDeployment();
  const address = toAddress(await token.getAddress());
  return (to, tokenId) =>
    makeCall(address, `mint ${tokenId}`, () => abi.encodeFunctionData("mint", [to, tokenId]));
}

/** Made with the settings of hardhat.config.ts. */
function creationCode(): string {
  const require = createRequire(import.meta.url);
  const input = {
    language: "Solidity",
    sources: { [source]: { content: readFileSync(join(packageRoot(), source), "utf8") } },
    settings: {
      optimizer: { enabled: true, runs: 200 },
      evmVersion: "cancun",
      outputSelection: { [source]: { PlainToken: ["evm.bytecode.object"] } },
    },
  };
  const readPackage = (path: string) => ({ contents: readFileSync(require.resolve(path), "utf8") });
  const output = outputSchema.parse(JSON.parse(solc.compile(JSON.stringify(input), { import: readPackage })));
  return `0x${output.contracts[source].PlainToken.evm.bytecode.object}`;
}

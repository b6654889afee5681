import { fileURLToPath } from "node:url";
import hardhatEthers from "@nomicfoundation/hardhat-ethers";
import hardhatTypechain from "@nomicfoundation/hardhat-typechain";
import { defineConfig } from "hardhat/config";

const compiler = {
  version: "0.8.37",
  // The compiler comes from npm: nothing is downloaded at compile time.
  path: fileURLToPath(import.meta.resolve("solc/soljson.js")),
};
const settings = {
  optimizer: { enabled: true, runs: 200 },
  evmVersion: "cancun",
  outputSelection: { "*": { "*": ["storageLayout"] } },
};

/** Registries whose code would be too large without the compiler's slower way, by its intermediate representation. */
const large = ["identifiers/IdentifierRegistry"];

export default defineConfig({
  plugins: [hardhatEthers, hardhatTypechain],
  solidity: {
    compilers: [{ ...compiler, settings }],
    overrides: Object.fromEntries(
      large.map((name) => [`contracts/${name}.sol`, { ...compiler, settings: { ...settings, viaIR: true } }]),
    ),
    npmFilesToBuild: [
      "@openzeppelin/contracts/access/manager/AccessManager.sol",
      "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol",
    ],
  },
  paths: { tests: { solidity: "test/contracts" } },
  typechain: { outDir: "services/ledger/contracts" },
});

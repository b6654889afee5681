import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";
import hardhatEthers from "@nomicfoundation/hardhat-ethers";
import hardhatTypechain from "@nomicfoundation/hardhat-typechain";
import { defineConfig } from "hardhat/config";
import type { SolidityConfig } from "hardhat/types/config";
import type { HardhatPlugin } from "hardhat/types/plugins";
import type { CompilerOutput } from "hardhat/types/solidity";

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

/** What is built to measure coverage counts its own steps: too large to ship, and so kept apart. */
const coveragePaths = { artifacts: "cache/coverage/artifacts", cache: "cache/coverage/cache" };
const measuresCoverage = process.argv.includes("--coverage");
/** What fuzzing finds with many arguments the tests look for; a line is reached with few. */
const coverageFuzz = { solidity: { fuzz: { runs: 32 } } };

/**
 * Registries that are compiled the compiler's slower way, by its intermediate representation: their code is smaller, without
 * which one would be too large, and does long work for less gas. It looks for a function by its place, though, one by
 * one: the parties, whom all others ask for little, are not among them.
 */
const registries = [
  "contracts/identifiers/BatchAffairs.sol",
  "contracts/identifiers/BatchRegistry.sol",
  "contracts/identifiers/IdentifierRegistry.sol",
  "contracts/identifiers/NamespaceAffairs.sol",
  "contracts/identifiers/NamespaceRegistry.sol",
];

/** Tests create registries from the artifacts, as they are shipped. Their own code is compiled fast, not small. */
const tests = globSync("test/contracts/**/*.sol", { cwd: import.meta.dirname });

function overriding(names: string[], changes: object) {
  return Object.fromEntries(
    names.map((name) => [name, { ...compiler, settings: { ...settings, ...changes } }]),
  );
}

/**
 * Hardhat compiles together what has one configuration, and takes equal ones for different: each test would be alone.
 * The registries come along with the tests, without the optimiser and so too large to ship, which nobody does.
 */
const compileTestsTogether: HardhatPlugin = {
  id: "compile-tests-together",
  hookHandlers: {
    solidity: async () => ({
      default: async () => ({
        invokeSolc: async (context, solc, input, config, next) => {
          const output = await next(context, solc, input, config);
          return input.settings.optimizer?.enabled === false ? withoutSizeWarnings(output) : output;
        },
      }),
    }),
    config: async () => ({
      default: async () => ({
        resolveUserConfig: async (userConfig, resolveVariable, next) => {
          const config = await next(userConfig, resolveVariable);
          for (const profile of Object.values(config.solidity.profiles)) shareEquals(profile.overrides);
          return config;
        },
      }),
    }),
  },
};

function withoutSizeWarnings(output: CompilerOutput): CompilerOutput {
  const errors = output.errors?.filter(({ message }) => !/^Contract (code|initcode) size is/.test(message));
  return errors === undefined ? output : { ...output, errors };
}

function shareEquals(overrides: SolidityConfig["profiles"][string]["overrides"]) {
  const shared = new Map<string, (typeof overrides)[string]>();
  for (const [name, config] of Object.entries(overrides)) {
    const key = JSON.stringify(config);
    overrides[name] = shared.get(key) ?? config;
    shared.set(key, overrides[name]);
  }
}

export default defineConfig({
  plugins: [hardhatEthers, hardhatTypechain, compileTestsTogether],
  solidity: {
    compilers: [{ ...compiler, settings }],
    overrides: {
      ...overriding(registries, { viaIR: true }),
      ...overriding(tests, { optimizer: { enabled: false } }),
    },
    npmFilesToBuild: [
      "@openzeppelin/contracts/access/manager/AccessManager.sol",
      "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol",
    ],
  },
  paths: { tests: { solidity: "test/contracts" }, ...(measuresCoverage ? coveragePaths : {}) },
  ...(measuresCoverage ? { test: coverageFuzz } : {}),
  typechain: { outDir: "services/ledger/contracts" },
});

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "test/house/**/*.test.ts",
      "test/services/**/*.test.ts",
      "test/ledger/**/*.test.ts",
      "test/scripts/**/*.test.ts",
      "test/model/**/*.test.ts",
      "test/end-to-end/**/*.test.ts",
    ],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // Files of one worker share their modules: loading ethers and the contracts anew for each is a quarter of the time.
    isolate: false,
    // Real chains and real processes share two cores: more at once only makes each slower.
    maxWorkers: 2,
  },
});

import type { Devnet } from "./node.js";

/** Says where the devnet is, and warns where it will forget. */
export function announceDevnet({ kind, rpcUrl }: Devnet): void {
  console.log(`Devnet (${kind}) at ${rpcUrl}`);
  if (kind === "hardhat") {
    console.warn(
      "Warning: there is no anvil here, so this is Hardhat's node, which forgets everything when it stops.\n" +
        "  → Install anvil (it comes with Foundry) to keep the chain between starts.",
    );
  }
}

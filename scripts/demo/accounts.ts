import { HDNodeWallet, Mnemonic } from "ethers";

/**
 * The accounts that anvil and Hardhat's node fund at their start. The phrase is public: whoever knows these keys holds
 * what the demo registers, so they are for a devnet only.
 */
const devnetPhrase = "test test test test test test test test test test test junk";

export const demoPeople = ["operator", "regulator", "acme", "borealis", "nordlicht"] as const;
export type DemoPerson = (typeof demoPeople)[number];

/** The wallet of one of the people of the demo, by its place in the list. */
export function demoWallet(person: DemoPerson): HDNodeWallet {
  const path = `m/44'/60'/0'/0/${demoPeople.indexOf(person)}`;
  return HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(devnetPhrase), path);
}

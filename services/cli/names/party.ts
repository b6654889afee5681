/** Parties as people name them: an address, a did:ethr, or the name of one of their own keys. */
import { toAddress } from "../../ledger/hex.js";
import { listKeys } from "../../ledger/keys/keystore.js";
import type { Address } from "../../store/model.js";
import { keyFolder } from "../config/settings.js";
import { usage } from "../errors.js";

const addressForm = /^(?:did:ethr:(?:[A-Za-z0-9]+:)?)?(0x[0-9a-fA-F]{40})$/;

/** @throws CliError `CLI_USAGE` */
export async function partyAddress(home: string, text: string): Promise<Address> {
  const address = addressForm.exec(text)?.[1];
  if (address !== undefined) return toAddress(address);
  const key = (await listKeys(keyFolder(home))).find(({ name }) => name === text);
  if (key !== undefined) return key.address;
  throw usage(`"${text}" is not a party.`, "Give an address, a did:ethr, or the name of one of your keys.");
}

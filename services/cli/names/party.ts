/** Parties as people name them: an address, a did:ethr of this chain, or the name of one of their own keys. */
import { IdentifierError } from "../../identifiers/errors.js";
import { type EthrSubject, ethrSubject, parseIdentifier } from "../../identifiers/index.js";
import { loadDeployment } from "../../ledger/deployment/deployment.js";
import { toAddress } from "../../ledger/hex.js";
import { listKeys } from "../../ledger/keys/keystore.js";
import type { Address } from "../../store/model.js";
import { keyFolder, required } from "../config/settings.js";
import type { Context } from "../context.js";
import { usage } from "../errors.js";

const addressForm = /^0x[0-9a-fA-F]{40}$/;

/** @throws CliError `CLI_USAGE`; for a did:ethr also `CLI_NOT_CONFIGURED`, and LedgerError where the deployment cannot be read. */
export async function partyAddress(context: Context, text: string): Promise<Address> {
  if (addressForm.test(text)) return toAddress(text);
  const did = ethrDid(text);
  if (did !== null) {
    await checkChain(context, text, did.network);
    return toAddress(did.account);
  }
  const key = (await listKeys(keyFolder(context.home))).find(({ name }) => name === text);
  if (key !== undefined) return key.address;
  throw usage(`"${text}" is not a party.`, "Give an address, a did:ethr, or the name of one of your keys.");
}

/** One key has one address on all chains, but a contract's may be anybody's elsewhere: who means another chain means another account. */
async function checkChain(context: Context, text: string, network: string): Promise<void> {
  const { chainId } = await loadDeployment(required(await context.settings(), "deployment"));
  const chain = `0x${chainId.toString(16)}`;
  if (network === chain) return;
  const named = network === "0x1" ? "0x1, which is meant where none is named" : network;
  throw usage(
    `"${text}" is an account of another chain (${named}); the ledger is on ${chain}.`,
    `Give the address alone, or did:ethr:${chain}:ADDRESS, if the same account is meant on this chain.`,
  );
}

/** null where it is no `did:ethr`. */
function ethrDid(text: string): EthrSubject | null {
  if (!text.startsWith("did:ethr:")) return null;
  try {
    const did = parseIdentifier(text, { scheme: "did" });
    return did.scheme === "did" ? (ethrSubject(did) ?? null) : null;
  } catch (error) {
    if (error instanceof IdentifierError) return null;
    throw error;
  }
}

/** Asking a resolver as a party: each request is signed with the party's key. */
import type { Wallet } from "ethers";
import { loadDeployment } from "../../ledger/deployment/deployment.js";
import { toAddress } from "../../ledger/hex.js";
import { authorize } from "../../rights/requests/sign.js";
import type { WireRequest } from "../../rights/requests/signedRequest.js";
import type { Address } from "../../store/model.js";
import { required } from "../config/settings.js";
import type { Context } from "../context.js";
import { actingParty, openSigner } from "../ledger/session.js";

/** Gives the `Authorization` header of a request. */
export type Asker = (
  request: Pick<WireRequest, "method" | "audience" | "target" | "body">,
) => Promise<string>;

/** Who asks, with the key that signs. */
export interface Identity {
  readonly chainId: number;
  readonly signer: Wallet;
  readonly key: Address;
  readonly party: Address;
}

/**
 * Opens the key that signs. No node is asked: the chain's id is the deployment's.
 * @throws CliError `CLI_NOT_CONFIGURED`; LedgerError, such as `LEDGER_WRONG_PASSWORD`.
 */
export async function openIdentity(context: Context): Promise<Identity> {
  const { chainId } = await loadDeployment(required(await context.settings(), "deployment"));
  const signer = await openSigner(context);
  const key = toAddress(signer.address);
  return { chainId, signer, key, party: await actingParty(context, key) };
}

/** Signs requests as somebody. */
export function askerOf({ chainId, ...identity }: Identity): Asker {
  return (request) => authorize({ ...request, chainId }, identity, Math.floor(Date.now() / 1000));
}

/** @throws CliError and LedgerError as {@link openIdentity} does. */
export const openAsker = async (context: Context): Promise<Asker> => askerOf(await openIdentity(context));

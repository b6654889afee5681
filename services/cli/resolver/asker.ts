/** Asking a resolver as a party: each request is signed with the party's key. */
import { loadDeployment } from "../../ledger/deployment/deployment.js";
import { toAddress } from "../../ledger/hex.js";
import { authorize } from "../../rights/requests/sign.js";
import type { WireRequest } from "../../rights/requests/signedRequest.js";
import { required } from "../config/settings.js";
import type { Context } from "../context.js";
import { actingParty, openSigner } from "../ledger/session.js";

/** Gives the `Authorization` header of a request. */
export type Asker = (
  request: Pick<WireRequest, "method" | "audience" | "target" | "body">,
) => Promise<string>;

/**
 * Opens the key that signs. No node is asked: the chain's id is the deployment's.
 * @throws CliError `CLI_NOT_CONFIGURED`; LedgerError, such as `LEDGER_WRONG_PASSWORD`.
 */
export async function openAsker(context: Context): Promise<Asker> {
  const { chainId } = await loadDeployment(required(await context.settings(), "deployment"));
  const signer = await openSigner(context);
  const key = toAddress(signer.address);
  const party = await actingParty(context, key);
  return (request) => {
    const now = Math.floor(Date.now() / 1000);
    return authorize({ ...request, chainId }, { signer, key, party }, now);
  };
}
